import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Config {
  /** The project's root. */
  root: string;
  /** Where the local stack keeps its data and says that it is up. */
  home: string;
  /** Explicit addresses; undefined leaves it to the local stack. */
  mlflowTrackingUri: string | undefined;
  /** By MLflow's own variables; undefined sends none. */
  mlflowAuth: { username: string; password: string } | { token: string } | undefined;
  apiUrl: string | undefined;
  /** Goes before the keys that the local stack and `antidote login` keep. */
  apiKey: string | undefined;
  user: string;
  /** Handed on to the parts that the command line starts. */
  environment: NodeJS.ProcessEnv;
}

/** Reads the environment; the one place of the command line that does. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  return {
    root,
    home: resolve(environment.ANTIDOTE_HOME || join(root, '.antidote')),
    mlflowTrackingUri: environment.MLFLOW_TRACKING_URI || undefined,
    mlflowAuth: mlflowAuth(environment),
    apiUrl: environment.ANTIDOTE_API_URL || undefined,
    apiKey: environment.ANTIDOTE_API_KEY || undefined,
    user: environment.ANTIDOTE_USER || localUser(),
    environment,
  };
}

function mlflowAuth(environment: NodeJS.ProcessEnv): Config['mlflowAuth'] {
  const {
    MLFLOW_TRACKING_TOKEN: token,
    MLFLOW_TRACKING_USERNAME: username,
    MLFLOW_TRACKING_PASSWORD: password,
  } = environment;
  if (token) return { token };
  return username && password ? { username, password } : undefined;
}

function localUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user id may have no name.
    return 'local';
  }
}
