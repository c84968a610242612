// Stands in the file for what only changes a drawing, and nobody there can ask for: an editor of code, a layouter.

/** For web/ui/ExpressionEditor.tsx */
export const ExpressionEditor = (): null => null;

/** For web/canvas/tidy/layoutInWorker.ts */
export const layoutInWorker = (): Promise<never> => Promise.reject(new Error('A recording cannot be changed.'));
