import { problem, ProblemError } from '#shared/problem.ts';
import type { SavedFlows } from '../store/savedFlows.ts';
import { asStoreProblem } from '../store/storeProblem.ts';
import type { Session } from './session.ts';

/** Somebody at one of the links of a flow. */
export interface Entry {
  key: number;
  /** The link they came by. */
  secret: string;
  mayEdit: boolean;
}

/** Which link leads where: asked of the living sessions first, then of the store. */
export class LinkBook {
  readonly #flows: SavedFlows;
  readonly #sessions: () => Session[];

  constructor(flows: SavedFlows, sessions: () => Session[]) {
    this.#flows = flows;
    this.#sessions = sessions;
  }

  living(key: number): Session | undefined {
    return this.#sessions().find((session) => session.key === key);
  }

  /** Throws the Problem of a link that leads nowhere (any more). */
  async find(secret: string, options: { evenDeleted?: boolean } = {}): Promise<Entry> {
    const session = this.#sessions().find(({ id, viewSecret }) => id === secret || viewSecret === secret);
    if (session !== undefined) return { key: session.key, secret, mayEdit: session.id === secret };
    const link = await this.#flows.find(secret).catch((error: unknown) => {
      throw asStoreProblem(error);
    });
    if (link === undefined) throw new ProblemError(problem('notFound', notThere(secret), 'session'));
    if (link.isRevoked) throw new ProblemError(problem('notFound', revoked, 'session'));
    if (link.isDeleted && options.evenDeleted !== true) throw new ProblemError(problem('notFound', deleted, 'session'));
    return { key: link.key, secret, mayEdit: link.kind === 'edit' };
  }
}

const notThere = (secret: string): string =>
  `There is no session "${secret}"; it may have been closed. Open another one at /.`;
export const revoked = 'This link was revoked. Ask whoever gave it to you for a new one.';
const deleted = 'This flow was deleted. Whoever deleted it can bring it back for 30 days.';
