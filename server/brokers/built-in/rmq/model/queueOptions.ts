import type { FieldTable } from '../wire/field.ts';

/** What a queue is declared with. */
export interface QueueOptions {
  readonly name: string;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly exclusive: boolean;
  readonly arguments: FieldTable;
}
