/** What was seen, by column and situation. A cell that makes no sense for its transport is not there. */
export type TruthTable = Readonly<Record<string, Readonly<Record<string, string>>>>;
