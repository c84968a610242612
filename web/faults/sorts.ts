import {
  handlerFaultKinds,
  linkFaultKinds,
  messageFaultKinds,
  processFaultKinds,
  type Fault,
  type FaultKind,
} from '#shared/faults/fault.ts';

/** What faults have in common; which of it means something depends on what they act on. */
export type CommonSetting = 'leg' | 'match' | 'rate' | 'count' | 'forMs' | 'seed';

/** Faults that act on the same thing. */
export interface FaultSort {
  title: string;
  /** One line: on what it acts, and how. */
  explain: string;
  kinds: readonly FaultKind[];
  common: readonly CommonSetting[];
  /** `rate` in the words of this sort. */
  rateLabel: string;
  /** The kinds are words that people know from elsewhere. */
  showsKind?: boolean;
}

const perMessage: readonly CommonSetting[] = ['rate', 'count', 'forMs', 'match', 'leg', 'seed'];

/** In the order of the cards. */
export const faultSorts: readonly FaultSort[] = [
  {
    title: 'Connection',
    explain: 'Acts on bytes, in Toxiproxy’s words.',
    kinds: linkFaultKinds,
    common: ['rate', 'count', 'forMs', 'leg', 'seed'],
    rateLabel: 'toxicity, %',
    showsKind: true,
  },
  {
    title: 'Messages',
    explain: 'Acts on one message at a time.',
    kinds: messageFaultKinds,
    common: perMessage,
    rateLabel: 'rate, %',
  },
  {
    title: 'Handlers',
    explain: 'Acts around the handler, once a message.',
    kinds: handlerFaultKinds,
    common: perMessage,
    rateLabel: 'rate, %',
  },
  {
    title: 'Process',
    explain: 'Acts on a service or a broker as a whole.',
    kinds: processFaultKinds,
    common: ['rate', 'count', 'forMs', 'seed'],
    rateLabel: 'chance, %',
  },
];

/** For a kind that no sort names: it is offered all the same. */
const others: FaultSort = {
  title: 'Others',
  explain: 'Acts on the thing as a whole.',
  kinds: [],
  common: ['count', 'forMs'],
  rateLabel: 'rate, %',
};

export const sortOf = (kind: Fault['kind']): FaultSort =>
  faultSorts.find(({ kinds }) => kinds.includes(kind)) ?? others;
