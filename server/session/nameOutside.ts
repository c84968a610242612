import { createHash } from 'node:crypto';

/** What a session is called where its id, which is a secret, must not be read. */
export const nameOutside = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, 16);
