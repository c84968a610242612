import type { Flow } from '../../flow/flow.ts';
import type { Json } from '../../json.ts';
import { literal } from '../../code/literal.ts';
import type { Act } from '../act.ts';
import { quiet } from '../replay/quiet.ts';

/** What somebody did, as the lines of a test that do it again. */
export function actLines(act: Act): string[] {
  switch (act.act) {
    case 'edit':
      return [ask('post', '/edits', { revision: 0, edits: plain(act.edits) })];
    case 'replaceFlow':
      return [ask('put', '/flow', plain(quiet(act.flow) satisfies Flow))];
    case 'putFault': {
      const { id, ...fault } = act.fault;
      if (fault.kind === 'hold')
        return [`// The breakpoint "${id}" is left out: nobody is here to let go what it holds.`];
      return [ask('put', `/faults/${id}`, plain(fault))];
    }
    case 'mendFault':
      // It may be over by itself by then.
      return [`await request.delete(\`\${patchbay}\${session}/faults/${act.fault}\`);`];
    case 'faultEnded':
      return [];
    case 'actOnService':
      return [
        ask(
          'post',
          `/services/${act.service}/${act.action}${act.replica === undefined ? '' : `?replica=${act.replica}`}`,
        ),
      ];
    case 'actOnBroker':
      return [ask('post', `/brokers/${act.broker}/${act.action}`)];
  }
}

const ask = (method: 'post' | 'put', path: string, data?: Json): string =>
  `await ask(request, '${method}', \`\${session}${path}\`${data === undefined ? '' : `, ${literal(data)}`});`;

/** Edits, flows and faults hold nothing but JSON; a field that is undefined counts as left out. */
const plain = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;
