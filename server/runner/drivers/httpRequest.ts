import { request, type Agent } from 'node:http';

export interface HttpRequest {
  agent: Agent;
  port: number;
  /** `POST /orders`, as a driver has it. */
  text: string;
  headers: Record<string, string>;
  /** JSON; none for a request without a body. */
  body: string | undefined;
  /** The request has left. */
  onSent: () => void;
  /** How long to wait for an answer. */
  patienceMs: number;
}

export interface HttpAnswer {
  status: number;
  text: string;
  isJson: boolean;
}

/** What a driver keeps of an answer; the rest is read and let go. */
const maxAnswerChars = 1_000_000;

/** One real request to this machine. Rejects with what Node gives when no answer comes. */
export function httpRequest({
  agent,
  port,
  text,
  headers,
  body,
  onSent,
  patienceMs,
}: HttpRequest): Promise<HttpAnswer> {
  const space = text.indexOf(' ');
  return new Promise((resolve, reject) => {
    const outgoing = request({
      agent,
      host: '127.0.0.1',
      port,
      method: text.slice(0, space),
      path: encodeURI(text.slice(space + 1)).replaceAll('%25', '%'),
      headers: {
        ...headers,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
      timeout: patienceMs,
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error(`No answer within ${patienceMs / 1000} s`)));
    outgoing.once('finish', onSent);
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (answer.length < maxAnswerChars) answer += chunk;
      });
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: answer.slice(0, maxAnswerChars),
          isJson: (response.headers['content-type'] ?? '').includes('json'),
        }),
      );
    });
    outgoing.end(body);
  });
}
