import { createTheme } from '@mantine/core';

/** Colours and sizes are CSS variables (tokens.css, mantine.css); naming components here would load them all at once. */
export const theme = createTheme({ respectReducedMotion: true });
