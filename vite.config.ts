import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstSchemePlugin } from './scripts/lib/firstScheme.ts';

/** Where `npm run dev` runs the backend; it sets the variable. */
const backend = process.env['PATCHBAY_BACKEND'] ?? 'http://127.0.0.1:3001';

export default defineConfig({
  root: join(import.meta.dirname, 'web'),
  plugins: [react(), firstSchemePlugin()],
  build: {
    outDir: join(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 2000,
    // What the first page needs is one file: cut by who else needs it, it would be some fifty, and a browser asks for six at a time.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'page', tags: ['$initial'] }] } } },
  },
  server: {
    host: '127.0.0.1',
    // The host stays as the browser has it: the server refuses changes that come from a page of another host.
    proxy: {
      '/api': { target: backend },
      '/health': { target: backend },
      '/metrics': { target: backend },
      '^/s/[^/]+/http': { target: backend },
      '/socket.io': { target: backend, ws: true },
    },
  },
});
