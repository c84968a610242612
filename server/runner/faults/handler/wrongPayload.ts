import { concatMap, defer, mergeMap } from 'rxjs';
import type { HandlerCall } from '../../service/handlerBody.ts';
import type { HandlerFaultAct } from './handlerFault.ts';

/**
 * Another value than the one meant, as after a change that one side did not learn of: in place of the input on the
 * request leg, of each value of the reply on the reply leg. An expression that fails fails the handler, in its own words.
 */
export const wrongPayload: HandlerFaultAct<'wrong_payload'> = ({ leg }, { call, handle, mending, value }) => {
  const askedFor = async (): Promise<HandlerCall> =>
    leg === 'reply' ? call : withInput(call, await value({ ...call.scope, reply: undefined }));
  const answered = async (reply: unknown): Promise<unknown> =>
    leg === 'request' || mending.isOver ? reply : value({ ...call.scope, reply });
  return defer(askedFor).pipe(mergeMap(handle), concatMap(answered));
};

function withInput(call: HandlerCall, input: unknown): HandlerCall {
  const name = 'body' in call.scope ? 'body' : 'data';
  return { ...call, scope: { ...call.scope, [name]: input } };
}
