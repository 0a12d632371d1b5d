import { DomainError } from '@antidote/tabular';
import { MlflowClient, MlflowError, type MlflowAuth } from 'mlflow-js-client';
import type { Config } from '../config.js';
import { findLocalStack } from '../local-stack.js';

/** An MLflow server to log to. `explicit`: the user named it, so that it must not be down in silence. */
export interface Tracking {
  uri: string;
  explicit: boolean;
  client: MlflowClient;
}

/**
 * The server named by `--tracking-uri`, else by MLFLOW_TRACKING_URI, else of the local stack; null without any.
 *
 * @throws DomainError `invalid_argument` for what is no address
 */
export async function findTracking(flag: string | undefined, config: Config): Promise<Tracking | null> {
  const named = flag ?? config.mlflowTrackingUri;
  const uri = named ?? (await findLocalStack(config.home))?.mlflowTrackingUri;
  if (uri === undefined) return null;
  const auth: { auth?: MlflowAuth } = config.mlflowAuth ? { auth: config.mlflowAuth } : {};
  try {
    return {
      uri,
      explicit: named !== undefined,
      client: new MlflowClient({ trackingUri: uri, maxRetries: 2, ...auth }),
    };
  } catch (error) {
    if (!(error instanceof MlflowError)) throw error;
    throw new DomainError(
      'invalid_argument',
      `${error.message}; give the address of an MLflow server.`,
      {},
      { cause: error },
    );
  }
}
