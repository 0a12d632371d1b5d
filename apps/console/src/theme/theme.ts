import { createTheme, Modal, Tooltip } from '@mantine/core';

/** Sizes and defaults of the component library; the colours are CSS variables (tokens.css, mantine.css). */
export const theme = createTheme({
  respectReducedMotion: true,
  components: {
    // Locking the scroll would add a style element, which the content security policy refuses.
    Modal: Modal.extend({ defaultProps: { lockScroll: false, centered: true, transitionProps: { duration: 0 } } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        multiline: true,
        maw: 280,
        events: { hover: true, focus: true, touch: true },
        transitionProps: { duration: 0 },
      },
    }),
  },
});
