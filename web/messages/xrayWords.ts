import type { Json } from '#shared/json.ts';

/** An exception in the words that a person would look for on the other side. */
export interface Thrown {
  value: Json;
  /** `your RpcException`; what came from a called service has no class any more. */
  name: string;
  /** Its message, or what a ValidationPipe has found. */
  texts: readonly string[];
  /** What an RpcException was made of, when that was an object. */
  made?: Json | undefined;
}

export function wordsOf(value: Json): Thrown {
  const error = recordOf(value);
  const name = typeof error?.['name'] === 'string' ? `your ${error['name']}` : 'what was thrown';
  return { value, name, texts: textsOf(value, error), made: error?.['error'] };
}

/** Whether each of its texts can be found in what another stage shows. */
export function keptWords({ texts }: Thrown, value: Json): boolean {
  if (texts.length === 0) return true;
  const found = new Set<string>();
  collect(value, found);
  return texts.every((text) => [...found].some((other) => other.includes(text)));
}

function textsOf(value: Json, error: Record<string, Json> | undefined): string[] {
  if (typeof value === 'string') return [value];
  const listed =
    recordOf(error?.['response'])?.['message'] ?? error?.['message'] ?? recordOf(error?.['body'])?.['message'];
  const texts = Array.isArray(listed) ? listed : [listed];
  return texts.filter((text): text is string => typeof text === 'string' && text !== '');
}

function collect(value: Json, into: Set<string>): void {
  if (typeof value === 'string') into.add(value);
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach((inner) => collect(inner, into));
}

const recordOf = (value: Json | undefined): Record<string, Json> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
