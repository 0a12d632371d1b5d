import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

/** argon2id with the second of OWASP's settings: 19 MiB, two passes, one lane. */
const SETTINGS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** @see RFC 9106; OWASP Password Storage Cheat Sheet */
@Injectable()
export class Passwords {
  /** Of no password: what a sign-in is held against where there is none, so that it takes as long. */
  private nobody: Promise<string> | null = null;

  hash(password: string): Promise<string> {
    return hash(password, SETTINGS);
  }

  /** As slow for a null hash as for any other; false then. */
  async matches(passwordHash: string | null, password: string): Promise<boolean> {
    this.nobody ??= this.hash(randomUUID());
    const matches = await verify(passwordHash ?? (await this.nobody), password);
    return matches && passwordHash !== null;
  }
}
