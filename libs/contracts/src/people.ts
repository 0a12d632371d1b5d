import { z } from 'zod';
import { Capability, Role } from './access.js';
import { CONTROL_CHARACTERS } from './control-characters.js';

/** Names under which the platform's own processes act. */
export const PROCESS_NAMES: readonly string[] = ['registry-promotion', 'worker', 'api', 'stack'];

export const Login = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._@+-]{0,99}$/,
    'a login has 1 to 100 small letters, digits or . _ @ + -, and begins with a letter or digit',
  )
  .refine((login) => !PROCESS_NAMES.includes(login), 'this login is kept for a process of the platform');

export const PersonName = z
  .string()
  .trim()
  .min(1, 'a name has 1 to 100 characters')
  .max(100, 'a name has 1 to 100 characters')
  .regex(new RegExp(`^[^${CONTROL_CHARACTERS}]*$`), 'a name holds no control characters');

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 200;
export const Password = z
  .string()
  .min(PASSWORD_MIN, `a password has at least ${PASSWORD_MIN} characters`)
  .max(PASSWORD_MAX, `a password has at most ${PASSWORD_MAX} characters`);

export const PersonKind = z.enum(['person', 'service']).meta({ id: 'PersonKind' });
export type PersonKind = z.infer<typeof PersonKind>;

/** An account. `login` never changes: it is what `createdBy`, `requestedBy` and `decidedBy` say. */
export const Person = z
  .strictObject({
    id: z.uuid(),
    login: z.string(),
    name: z.string(),
    kind: PersonKind,
    role: Role,
    /** `local`, or the identity provider that vouches for the person. */
    provider: z.string(),
    hasPassword: z.boolean(),
    disabledAt: z.string().nullable(),
    createdAt: z.string(),
    createdBy: z.string(),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

/** Who asks, and what they may do: the role's capabilities, narrowed by the key's scopes. */
export const Account = z
  .strictObject({
    person: Person,
    capabilities: z.array(Capability),
    via: z.enum(['session', 'key']),
    /** To be sent as `X-CSRF-Token` with whatever changes something; null for keys, which need none. */
    csrfToken: z.string().nullable(),
    mode: z.enum(['solo', 'team']),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof Account>;

/** By password, or by a link that works once. */
export const SignInRequest = z
  .union([
    z.strictObject({ login: z.string().max(200), password: z.string().max(1000) }),
    z.strictObject({ link: z.string().max(200) }),
  ])
  .meta({ id: 'SignInRequest' });
export type SignInRequest = z.infer<typeof SignInRequest>;

export const PasswordRequest = z
  .strictObject({
    /** The present password; left out where none is set. */
    current: z.string().max(1000).optional(),
    password: Password,
  })
  .meta({ id: 'PasswordRequest' });
export type PasswordRequest = z.infer<typeof PasswordRequest>;

export const SessionSummary = z
  .strictObject({
    id: z.uuid(),
    userAgent: z.string(),
    createdAt: z.string(),
    lastSeenAt: z.string(),
    expiresAt: z.string(),
    /** True for the session that asks. */
    current: z.boolean(),
  })
  .meta({ id: 'SessionSummary' });
export type SessionSummary = z.infer<typeof SessionSummary>;

export const KEY_DAYS_MAX = 366;

export const ApiKeyRequest = z
  .strictObject({
    name: PersonName,
    /** What the key may do at most; never more than the one who makes it. */
    scopes: z.array(Capability).min(1, 'a key has at least one scope').max(100),
    expiresInDays: z.int().min(1).max(KEY_DAYS_MAX).default(90),
  })
  .meta({ id: 'ApiKeyRequest' });
export type ApiKeyRequest = z.infer<typeof ApiKeyRequest>;

export const ApiKey = z
  .strictObject({
    id: z.uuid(),
    personId: z.uuid(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.string()),
    createdAt: z.string(),
    createdBy: z.string(),
    expiresAt: z.string(),
    lastUsedAt: z.string().nullable(),
    revokedAt: z.string().nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

/** The one answer that ever holds the secret. */
export const NewApiKey = z.strictObject({ key: ApiKey, secret: z.string() }).meta({ id: 'NewApiKey' });
export type NewApiKey = z.infer<typeof NewApiKey>;

export const PersonRequest = z
  .strictObject({ login: Login, name: PersonName, role: Role, kind: PersonKind.default('person') })
  .refine(({ kind, role }) => kind === 'person' || role !== 'admin', {
    path: ['role'],
    message: 'a service account cannot be admin; give it the role that its work needs',
  })
  .meta({ id: 'PersonRequest' });
export type PersonRequest = z.infer<typeof PersonRequest>;

export const PersonChange = z
  .strictObject({ name: PersonName.optional(), role: Role.optional(), disabled: z.boolean().optional() })
  .refine(
    (change) => Object.values(change).some((value) => value !== undefined),
    'name what changes: name, role or disabled',
  )
  .meta({ id: 'PersonChange' });
export type PersonChange = z.infer<typeof PersonChange>;

/** Signs the person in once: hand it over on a way that nobody else reads. */
export const SignInLink = z
  .strictObject({ link: z.string(), path: z.string(), expiresAt: z.string() })
  .meta({ id: 'SignInLink' });
export type SignInLink = z.infer<typeof SignInLink>;

export const NewPerson = z.strictObject({ person: Person, signIn: SignInLink.nullable() }).meta({ id: 'NewPerson' });
export type NewPerson = z.infer<typeof NewPerson>;
