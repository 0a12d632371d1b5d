import { MlflowError, MlflowLimitError } from './mlflow-error.js';

/**
 * A path inside an artifact folder, encoded for a URL.
 *
 * `fetch` resolves `.` and `..` (percent-encoded too) before it sends, and the server decodes a path until nothing is
 * left to decode; either way a file would land outside its run, so such names are refused here.
 *
 * @param path segments joined by `/`, such as `plots/roc.png`
 */
export function encodeArtifactPath(path: string): string {
  const refuse = (reason: string): never => {
    throw new MlflowLimitError(`artifact path '${path}' ${reason}`);
  };
  return path
    .split('/')
    .map((segment) => {
      if (segment === '') refuse('has an empty segment: give it without doubled, leading or trailing /');
      if (segment === '.' || segment === '..')
        refuse(`holds the segment '${segment}': name the file inside its folder`);
      if (/%[0-9a-f]{2}/i.test(segment)) refuse('looks percent-encoded: give the plain name');
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for
      if (/[\\#\u0000-\u001f\u007f]/.test(segment))
        refuse('holds a \\, # or control character, which MLflow refuses: rename it');
      return encodeURIComponent(segment);
    })
    .join('/');
}

/**
 * The folder behind an artifact URI of a server that hands artifacts on (`mlflow server --serve-artifacts`), encoded:
 * `mlflow-artifacts:/1/models/m-1/artifacts` gives `1/models/m-1/artifacts`.
 */
export function proxiedRoot(artifactUri: string): string {
  const path = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.+?)\/*$/.exec(artifactUri)?.[1];
  if (path !== undefined) return encodeArtifactPath(path);
  throw new MlflowError(
    `artifacts at '${artifactUri}' are not handed on by the server: start it with --serve-artifacts and --artifacts-destination`,
    { code: 'UNSUPPORTED_ARTIFACT_STORE', status: 0, retryable: false },
  );
}
