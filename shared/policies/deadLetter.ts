import { z } from 'zod';

/** A message whose call has failed for good is kept in the session's dead letters, to be sent again or dropped. The caller still gets the error. */
export const deadLetterPolicySchema = z.strictObject({});
