import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useAccount, useMay } from '../people/account.js';
import { queries } from '../queries.js';
import { count } from '../ui/format.js';
import { Icon, type IconName } from '../ui/icons.js';
import { SchemeToggle } from './scheme-toggle.js';
import styles from './shell.module.css';

const PLACES: {
  to: '/' | '/datasets' | '/studies' | '/reviews' | '/models';
  word: string;
  icon: IconName;
  also?: string[];
}[] = [
  { to: '/', word: 'Home', icon: 'home' },
  {
    to: '/datasets',
    word: 'Data',
    icon: 'data',
    also: ['/lineage', '/impact', '/recalls', '/feature-sets'],
  },
  { to: '/studies', word: 'Lab', icon: 'lab' },
  { to: '/reviews', word: 'Review', icon: 'review' },
  { to: '/models', word: 'Models', icon: 'model', also: ['/promotions'] },
];

/** Rows that wait for a decision of the one who looks, over the open reviews that are loaded. */
function useWaiting(may: boolean): number {
  const { data } = useInfiniteQuery({ ...queries.reviews(), retry: false, enabled: may });
  if (!may) return 0;
  return (data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((review) => review.state === 'open')
    .reduce((sum, review) => sum + review.items - review.decided, 0);
}

/** The frame of every page but the review item: the rail, and the page beside it. */
export function Shell() {
  const mayDecide = useMay('review:decide');
  const waiting = useWaiting(mayDecide);
  const { person } = useAccount();
  const mayReadLog = useMay('audit:read');
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    // After a change of page the keyboard starts in the new page, not in the rail; not on the first load.
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to the page
      </a>
      <header className={styles.rail}>
        <Link to="/" className={styles.brand}>
          <Icon name="shield" size={20} />
          <span className={styles.word}>Antidote</span>
        </Link>
        <nav className={styles.places} aria-label="Places">
          {PLACES.map((place) => (
            <Link
              key={place.to}
              to={place.to}
              className={styles.place}
              activeOptions={{ exact: place.to === '/' }}
              {...(place.also?.some((also) => path.startsWith(also)) ? { 'data-status': 'active' } : {})}
            >
              <Icon name={place.icon} />
              <span className={styles.word}>{place.word}</span>
              {place.to === '/reviews' && waiting > 0 && (
                <span className={styles.count}>
                  {count(waiting)}
                  <span className="visually-hidden"> rows wait for a decision</span>
                </span>
              )}
            </Link>
          ))}
        </nav>
        <div className={styles.foot}>
          {mayReadLog && (
            <Link to="/log" className={styles.place}>
              <Icon name="clock" />
              <span className={styles.word}>Log</span>
            </Link>
          )}
          <Link to="/settings" className={styles.place}>
            <Icon name="person" />
            <span className={styles.word}>{person.name}</span>
          </Link>
          <SchemeToggle className={styles.place} wordClassName={styles.word} />
        </div>
      </header>
      <main id="main" ref={main} className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
