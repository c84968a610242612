/** One file of the shared library. It is in the project when something imports one of its names. */
export interface LibraryFile {
  /** Below libs/shared/src, without `.ts`. */
  path: string;
  exports: readonly string[];
  /** Names of other files that it imports itself. */
  needs: readonly string[];
  text: string;
}
