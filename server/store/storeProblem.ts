import { problem, ProblemError, type Problem } from '#shared/problem.ts';

/** Why something could not be saved, in words for whoever drew it. `change` says what became of it. */
export function storeProblem(error: unknown, change = 'Nothing was changed.'): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') {
    return problem(
      'storeFailed',
      `The disk of the server is full, so this cannot be saved. ${change} Make room there.`,
    );
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS' || code === 'EACCES') {
    return problem('storeFailed', `The server may not write its data folder. ${change} See DATA_DIR in the README.`);
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return problem('storeFailed', `Another program holds the file of saved flows. ${change} Try again.`);
  }
  const why = error instanceof Error ? error.message : String(error);
  return problem(
    'storeFailed',
    `This cannot be saved (${why}). ${change} Look at the disk of the server, then try again.`,
  );
}

/** Passes Problems on and turns everything else into one. */
export function asStoreProblem(error: unknown): ProblemError {
  return error instanceof ProblemError ? error : new ProblemError(storeProblem(error));
}

/** Two servers on one data folder have the same flow open: whoever comes second has an old picture of it. */
export const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT');
