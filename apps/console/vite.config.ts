import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './precompress.js';

/** The API is on ANTIDOTE_API_PORT; `vite dev` proxies to it, the built console is served by it. */
const api = `http://127.0.0.1:${process.env.ANTIDOTE_API_PORT ?? '4100'}`;

export default defineConfig({
  plugins: [react(), precompress()],
  resolve: {
    // Workspace packages are read from source, so that the console needs no other package built first.
    conditions: ['@antidote/source', 'module', 'browser', 'development|production'],
  },
  build: {
    target: 'es2022',
    // Fonts and pictures stay files: the content security policy allows no data: fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 650,
  },
  server: { proxy: { '/api': api } },
});
