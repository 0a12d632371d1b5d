import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { addressDigest } from './version-sentence.js';

/** Leads to a version; the id tells versions with the same content apart, such as an original and its perfect cleaning. */
export const VersionLink = (props: { dataset: string; digest: string; id: string; children: ReactNode }) => (
  <Link
    to="/datasets/$name/v/$digest"
    params={{ name: props.dataset, digest: addressDigest(props.digest) }}
    search={{ id: props.id }}
  >
    {props.children}
  </Link>
);
