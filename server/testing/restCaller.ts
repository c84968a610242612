export interface RestAnswer {
  status: number;
  body: unknown;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface RestCaller {
  get(path: string): Promise<RestAnswer>;
  post(path: string, body?: unknown): Promise<RestAnswer>;
  put(path: string, body?: unknown): Promise<RestAnswer>;
  delete(path: string): Promise<RestAnswer>;
  /** The body of a 200, without `ok`; anything else fails the test with what came instead. */
  ok<T>(method: Method, path: string, body?: unknown): Promise<T>;
  /** For headers, raw bodies and streams. */
  raw(path: string, init?: RequestInit): Promise<Response>;
}

export function restCaller(url: string): RestCaller {
  const raw = (path: string, init?: RequestInit): Promise<Response> => fetch(new URL(path, url), init);
  const call = async (method: Method, path: string, body?: unknown): Promise<RestAnswer> => {
    const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await raw(path, { method, ...(body === undefined ? {} : json) });
    return { status: response.status, body: await response.json() };
  };
  return {
    raw,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    delete: (path) => call('DELETE', path),
    ok: async <T>(method: Method, path: string, body?: unknown) => {
      const answer = await call(method, path, body);
      if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      const { ok: _ok, ...rest } = answer.body as { ok: true };
      return rest as T;
    },
  };
}
