import { describe, expect, it } from '@jest/globals';
import { SignInThrottle } from './sign-in-throttle.js';

describe('failed sign-ins', () => {
  const failed = (throttle: SignInThrottle, times: number, login: string, address: string) => {
    for (let time = 0; time < times; time++) throttle.failed(login, address);
  };

  it('ten of one login from one address keep that pair out for a quarter of an hour, and nobody else', () => {
    let now = 0;
    const throttle = new SignInThrottle(() => now);
    failed(throttle, 9, 'ada', 'one');
    throttle.check('ada', 'one');
    failed(throttle, 1, 'ada', 'one');
    expect(() => throttle.check('ada', 'one')).toThrow(/wait 15 min/);
    throttle.check('ada', 'two');
    throttle.check('bob', 'one');
    now = 15 * 60 * 1000;
    throttle.check('ada', 'one');
  });

  it('fifty of one login from many addresses, or a hundred from one address, keep out too', () => {
    const throttle = new SignInThrottle(() => 0);
    for (let address = 0; address < 50; address++) throttle.failed('ada', `a${address}`);
    expect(() => throttle.check('ada', 'fresh')).toThrow(/Too many/);
    for (let login = 0; login < 100; login++) throttle.failed(`l${login}`, 'one');
    expect(() => throttle.check('fresh', 'one')).toThrow(/Too many/);
  });

  it('a success forgets the pair’s failures', () => {
    const throttle = new SignInThrottle(() => 0);
    failed(throttle, 9, 'ada', 'one');
    throttle.succeeded('ada', 'one');
    failed(throttle, 9, 'ada', 'one');
    throttle.check('ada', 'one');
  });
});
