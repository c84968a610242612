/** What one expression may use. Chosen so that no expression can be felt by other services of the same runner. */
export const limits = {
  /** characters of source */
  sourceChars: 10_000,
  /** brackets open at once: QuickJS's parser takes quadratic time, then overflows the host's stack */
  sourceDepth: 100,
  /** wall clock of one call; QuickJS looks at the clock every 10,000 jumps */
  deadlineMs: 50,
  /** characters of JSON handed in */
  inputChars: 1 << 20,
  /** characters of JSON handed out */
  resultChars: 1 << 16,
  /** lists in lists, objects in objects, of what is handed out: deeper data would overflow whoever serializes it next */
  resultDepth: 200,
  /** the linear memory of one instance, in MiB; 16 is what the module starts with */
  memoryMiB: 24,
  /** of the guest's stack; larger, and the host's own stack overflows first */
  stackBytes: 256 << 10,
  /** QuickJS instances alive in this process at once (0.1–0.4 MiB each); the one unused for longest goes first */
  liveInstances: 96,
} as const;
