import { CopyButton } from './copy-button.js';
import { shortDigest } from './format.js';

export const Digest = ({ digest }: { digest: string }) => (
  <CopyButton text={shortDigest(digest)} copy={digest} what="the whole digest" />
);
