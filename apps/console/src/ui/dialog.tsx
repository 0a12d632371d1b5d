import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

/**
 * An open dialog. The scroll is not locked: locking adds a style element, which the content security policy refuses.
 */
export const Dialog = (props: { title: string; onClose: () => void; children: ReactNode }) => (
  <Modal
    opened
    centered
    lockScroll={false}
    transitionProps={{ duration: 0 }}
    title={props.title}
    onClose={props.onClose}
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    {props.children}
  </Modal>
);
