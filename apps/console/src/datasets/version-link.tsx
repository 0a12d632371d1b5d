import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { addressDigest } from './version-sentence.js';

export const VersionLink = (props: { dataset: string; digest: string; children: ReactNode }) => (
  <Link to="/datasets/$name/v/$digest" params={{ name: props.dataset, digest: addressDigest(props.digest) }}>
    {props.children}
  </Link>
);
