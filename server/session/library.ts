import { Inject, Injectable } from '@nestjs/common';
import { cutText } from '#shared/cutText.ts';
import { diffFlows } from '#shared/flow/diffFlows.ts';
import { maxNameLength, type Flow } from '#shared/flow/flow.ts';
import { sketchOf } from '#shared/flow/sketch.ts';
import { problem, ProblemError } from '#shared/problem.ts';
import type { CommandResults, FlowSummary, Links, VersionSummary } from '#shared/protocol.ts';
import { SavedFlows, type LinkKind } from '../store/savedFlows.ts';
import { versionsOf } from '../store/versionsOf.ts';
import { revoked, type Entry } from './linkBook.ts';
import { Sessions } from './sessions.ts';

/** So many of the newest revisions count for the history. */
const historyRevisions = 5000;

/** What can be done with saved flows, whether they live or not. */
@Injectable()
export class Library {
  readonly #flows: SavedFlows;
  readonly #sessions: Sessions;

  constructor(@Inject(SavedFlows) flows: SavedFlows, @Inject(Sessions) sessions: Sessions) {
    this.#flows = flows;
    this.#sessions = sessions;
  }

  /** Those of the secrets that open something. Whoever opens one that is not among them is told why. */
  async list(secrets: readonly string[]): Promise<FlowSummary[]> {
    const found = await Promise.all([...new Set(secrets)].map((secret) => this.#summary(secret)));
    return found.flatMap((summary) => summary ?? []);
  }

  async copy(entry: Entry): Promise<{ id: string; url: string }> {
    const flow = await this.#flowNow(entry.key);
    const name = cutText(`Copy of ${flow.name}`, maxNameLength).trim();
    const { edit } = await this.#sessions.save({ ...flow, name });
    return { id: edit, url: editPath(edit) };
  }

  async remove({ key }: Entry): Promise<void> {
    await this.#flows.setDeleted(key, true);
    const session = this.#sessions.links.living(key);
    if (session !== undefined) await this.#sessions.close(session.id, 'It was closed by request.');
  }

  restore({ key }: Entry): Promise<void> {
    return this.#flows.setDeleted(key, false);
  }

  async history({ key }: Entry): Promise<VersionSummary[]> {
    return versionsOf(await this.#flows.moments(key, historyRevisions));
  }

  async version({ key }: Entry, revision: number): Promise<{ revision: number; flow: Flow }> {
    const loaded = await this.#flows.log.load(key, revision);
    if (loaded.revision === revision) return { revision, flow: loaded.flow };
    const message = `There is no revision ${revision} of this flow. Use one of its history.`;
    throw new ProblemError(problem('notFound', message, 'revision'));
  }

  /** As edits, so that whoever has the page open can take it back. */
  async restoreVersion(entry: Entry, revision: number, by?: string): Promise<CommandResults['restoreVersion']> {
    const [{ flow }, { session }] = await Promise.all([
      this.version(entry, revision),
      this.#sessions.enter(entry.secret),
    ]);
    const edits = diffFlows(session.flow, flow);
    if (edits.length === 0) return { revision: session.revision, problems: session.problems };
    return session.edit({ revision: session.revision, edits }, by);
  }

  async links({ key }: Entry): Promise<Links> {
    const { edit, view } = await this.#flows.secrets(key);
    return { edit: editPath(edit), ...(view === undefined ? {} : { view: `/v/${view}` }) };
  }

  async renew(entry: Entry, kind: LinkKind): Promise<Links> {
    const session = this.#sessions.links.living(entry.key);
    const secret = await this.#flows.renew(entry.key, kind);
    if (kind === 'view') session?.changeViewLink(secret);
    // The id of a session is its edit link: it goes on under the new one when somebody opens that.
    else if (session !== undefined) await this.#sessions.close(session.id, revoked);
    return this.links(entry);
  }

  async revoke(entry: Entry, kind: 'view'): Promise<Links> {
    await this.#flows.revoke(entry.key, kind);
    this.#sessions.links.living(entry.key)?.changeViewLink(undefined);
    return this.links(entry);
  }

  async #summary(secret: string): Promise<FlowSummary | undefined> {
    const entry = await this.#sessions.links.find(secret).catch((error: unknown) => {
      if (error instanceof ProblemError && error.problem.code === 'notFound') return undefined;
      throw error;
    });
    if (entry === undefined) return undefined;
    const session = this.#sessions.links.living(entry.key);
    const found = session ?? (await this.#flows.log.load(entry.key).catch(unlessUnreadable));
    if (found === undefined) return undefined;
    const { flow, revision } = found;
    const times = await this.#flows.times(entry.key);
    const readOnly = entry.mayEdit ? {} : { readOnly: true as const };
    return { session: secret, name: flow.name, revision, ...times, ...readOnly, sketch: sketchOf(flow) };
  }

  async #flowNow(key: number): Promise<Flow> {
    return this.#sessions.links.living(key)?.flow ?? (await this.#flows.log.load(key)).flow;
  }
}

/** One flow that cannot be read hides no other. */
function unlessUnreadable(error: unknown): undefined {
  if (!(error instanceof ProblemError)) throw error;
}

const editPath = (secret: string): string => `/s/${secret}`;
