import type { PolicyLooks } from './look.ts';
import { timeoutPolicyLook } from './timeout.tsx';

/** Every policy, outside in, as the calls pass through them. */
export const policyLooks = { timeout: timeoutPolicyLook } satisfies PolicyLooks;
