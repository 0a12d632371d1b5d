import { join } from 'node:path';
import { MLFLOW_VARIABLES } from './config.mjs';

/**
 * The real MLflow server as the supervisor runs it: on loopback, as it has no login of its own.
 *
 * @param bin executables of its Python environment
 * @param database address of its Postgres database
 */
export function mlflowPart({ bin, home, port, database }) {
  // SQLAlchemy takes a bare postgresql:// for another driver than the one installed.
  const store = database.replace(/^postgres(ql)?:\/\//, 'postgresql+psycopg2://');
  return {
    part: 'mlflow',
    command: join(bin, 'python'),
    args: [
      ...['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'],
      ...['--serve-artifacts', '--artifacts-destination', join(home, 'mlflow-artifacts')],
    ],
    options: {
      cwd: home,
      // The store's address holds a password: it goes by the environment, which other accounts cannot read.
      env: { ...process.env, ...MLFLOW_VARIABLES, MLFLOW_BACKEND_STORE_URI: store, PATH: `${bin}:${process.env.PATH}` },
    },
    address: `http://127.0.0.1:${port}`,
  };
}
