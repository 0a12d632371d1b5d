/** Everything is under `/api/v1` but health and metrics, which probes look for at the root. */
export const API_PREFIX: [string, { exclude: string[] }] = [
  'api/v1',
  { exclude: ['health/live', 'health/ready', 'metrics'] },
];
