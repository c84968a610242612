import { useFlowStore } from '../../flow/flowStore.ts';
import { useTime } from '../../time/timeStore.ts';
import { events$ } from '../../trace/eventTaps.ts';
import { useSampled } from '../../trace/sampledStore.ts';
import { usePlayback } from '../../trace/playbackStore.ts';
import type { Point } from '../geometry/line.ts';
import { wireLine } from '../geometry/connections.ts';
import { lineNamed } from '../geometry/lineNamed.ts';
import { splitDots, useFollowing } from '../follow/following.ts';
import { useGeometryStore } from '../geometryStore.ts';
import { brokerOf } from './brokerOf.ts';
import { Choreographer, type Dot } from './choreographer.ts';
import { dotPlace, dotRadius, drawDot, drawPending, drawStream, faintAlpha, type DotColors } from './drawDots.ts';
import { dotSummary } from './dotSummary.ts';
import type { Picture } from './pastPicture.ts';
import { PendingCalls } from './pendingCalls.ts';

export interface View {
  x: number;
  y: number;
  zoom: number;
}

/** `pending` is only there when somebody looks back. */
type Shown = Pick<Picture, 'dots' | 'nowMs'> & Partial<Picture>;

interface StageOptions {
  canvas: HTMLCanvasElement;
  view: () => View;
  colors: () => DotColors;
  isStill: () => boolean;
  /** What is on the canvas now, in words; told when it has changed, not more often than a reader can follow. */
  onSummary: (lines: string[]) => void;
}

/** At most this much picture time per frame: a page that was hidden does not leap. */
const maxFrameMs = 100;
const summaryEveryMs = 250;

/** The overlay's loop: runs while something moves, and rests when nothing does. */
export class Stage {
  readonly #options: StageOptions;
  readonly #choreographer = new Choreographer(brokerOf);
  readonly #pending = new PendingCalls();
  readonly #stops: (() => void)[] = [];
  #frame: number | undefined;
  #lastMs = 0;
  #newestUs = 0;
  #newestAtMs = 0;
  #held: Dot | undefined;
  #stepLeftMs = 0;
  #toldAtMs = 0;

  constructor(options: StageOptions) {
    this.#options = options;
    this.#choreographer.oneByOne = usePlayback.getState().oneByOne;
    const events = events$.subscribe((batch) => {
      this.#choreographer.traffic.linkOneIn = useSampled.getState().link.oneIn;
      if (useTime.getState().atUs === undefined) this.#choreographer.take(batch);
      else this.#choreographer.traffic.pass(batch);
      this.#pending.take(batch);
      this.#newestUs = batch.at(-1)?.atUs ?? this.#newestUs;
      this.#newestAtMs = performance.now();
      this.wake();
    });
    this.#stops.push(() => events.unsubscribe());
    this.#stops.push(
      usePlayback.subscribe((now, before) => {
        if (now.jumps !== before.jumps) this.#choreographer.clear();
        if (now.oneByOne !== before.oneByOne) this.#choreographer.oneByOne = now.oneByOne;
        if (now.steps !== before.steps) this.#stepLeftMs = this.#choreographer.nextStepMs();
        this.wake();
      }),
    );
    this.#stops.push(useGeometryStore.subscribe(() => this.wake()));
    this.#stops.push(
      useFollowing.subscribe((now, before) => {
        if (now.touched !== before.touched) this.wake();
      }),
    );
    this.#stops.push(
      useTime.subscribe(({ atUs }, before) => {
        // What moved when somebody began to look back is over when they come back.
        if (atUs === undefined && before.atUs !== undefined) this.#choreographer.clear();
        this.wake();
      }),
    );
  }

  /** A dot near this point of the drawing, within `reach`. */
  dotNear(point: Point, reach: number): Dot | undefined {
    const geometry = useGeometryStore.getState();
    let best: Dot | undefined;
    let nearest = reach;
    const { dots, nowMs } = this.#shown();
    for (const dot of dots) {
      const line = lineNamed(dot.line, geometry);
      if (line === undefined) continue;
      const place = dotPlace(dot, line, nowMs);
      const distance = Math.hypot(place.x - point.x, place.y - point.y);
      if (distance > nearest) continue;
      nearest = distance;
      best = dot;
    }
    return best;
  }

  /** Stops the picture at a dot that somebody looks at. */
  hold(dot: Dot | undefined): void {
    this.#held = dot;
    this.wake();
  }

  wake(): void {
    this.#frame ??= requestAnimationFrame((atMs) => {
      this.#lastMs = atMs;
      this.#run(atMs);
    });
  }

  close(): void {
    for (const stop of this.#stops) stop();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
  }

  /** What is on the canvas: live, or at the moment that somebody looks back at. */
  #shown(): Shown {
    const { atUs, lingerUs, indexed } = useTime.getState();
    if (atUs !== undefined && indexed !== undefined) return indexed.pictureAt(atUs, lingerUs);
    return { dots: this.#choreographer.moving(), nowMs: this.#choreographer.nowMs };
  }

  #run(atMs: number): void {
    this.#choreographer.advance(this.#passed(Math.min(maxFrameMs, atMs - this.#lastMs)));
    this.#lastMs = atMs;
    const picture = this.#shown();
    const hasStreams = this.#draw(picture);
    this.#tell(atMs, picture);
    const isBusy = !this.#choreographer.isIdle || !this.#pending.isEmpty || hasStreams;
    const isStill =
      this.#held !== undefined || (usePlayback.getState().paused && this.#stepLeftMs <= 0 && this.#pending.isEmpty);
    this.#frame = isBusy && !isStill ? requestAnimationFrame((next) => this.#run(next)) : undefined;
  }

  #tell(atMs: number, { dots, pending }: Shown): void {
    // Of a moment that somebody looks back at it is told at once what was there, and not what moved just now.
    const isMoving = pending === undefined && !this.#choreographer.isIdle;
    if (isMoving && atMs - this.#toldAtMs < summaryEveryMs) return;
    this.#toldAtMs = atMs;
    // A stream that has dried up is no reason any more to leave something out.
    this.#choreographer.traffic.calm(this.#nowUs);
    const { oneIn } = this.#choreographer.traffic;
    if (oneIn !== useSampled.getState().dots) useSampled.setState({ dots: oneIn });
    this.#options.onSummary(dotSummary(splitDots(dots).clear, useFlowStore.getState().flow));
  }

  /** Picture time that goes by in so much real time. */
  #passed(realMs: number): number {
    if (this.#held !== undefined) return 0;
    const { paused, speed } = usePlayback.getState();
    if (!paused) return realMs * speed;
    const stepMs = Math.min(this.#stepLeftMs, realMs * speed);
    this.#stepLeftMs -= stepMs;
    return stepMs;
  }

  /** On the clock of the events. */
  get #nowUs(): number {
    return this.#newestUs + (performance.now() - this.#newestAtMs) * 1000;
  }

  #draw(picture: Shown): boolean {
    const { canvas, view, colors, isStill } = this.#options;
    const context = canvas.getContext('2d');
    if (context === null) return false;
    const scale = window.devicePixelRatio;
    const { x, y, zoom } = view();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(scale * zoom, 0, 0, scale * zoom, scale * x, scale * y);
    const geometry = useGeometryStore.getState();
    const { connections, labels, labelSizes } = geometry;
    const nowUs = this.#nowUs;
    const isPast = picture.pending !== undefined;
    const streams = isPast ? [] : this.#choreographer.traffic.streams.streams(nowUs);
    const events = new Set(connections.flatMap(({ id, dashed }) => (dashed ? [id] : [])));
    // A stream is of many traces.
    const { touched } = useFollowing.getState();
    const isFaint = touched !== undefined;
    for (const { line, perSecond } of streams) {
      const path = lineNamed(line, geometry);
      if (path === undefined) continue;
      const color = events.has(line) ? colors().event : colors().request;
      const { oneIn } = useSampled.getState().link;
      const text = `${oneIn > 1 ? '≈ ' : ''}${Math.round(perSecond * oneIn)}/s`;
      drawStream(context, path, { text, nowMs: isStill() ? 0 : this.#lastMs, color, isFaint });
    }
    // A stream flows below the names of the wires, which must stay readable.
    for (const [line, { x: middle, y: height }] of streams.length === 0 ? [] : labels) {
      const size = labelSizes.get(line);
      if (size !== undefined)
        context.clearRect(middle - size.width / 2, height - size.height / 2, size.width, size.height);
    }
    for (const { wire, count, share } of picture.pending ?? this.#pending.onWires(nowUs)) {
      const label = labels.get(wireLine(wire));
      const width = labelSizes.get(wireLine(wire))?.width ?? 0;
      if (label !== undefined && (touched === undefined || touched.has(wireLine(wire))))
        drawPending(context, { x: label.x - width / 2 - 13, y: label.y }, { share, count, color: colors().request });
    }
    // In a small drawing messages must still be seen.
    const radius = dotRadius * Math.min(1.9, Math.max(1, 1 / zoom));
    const drawOne = (dot: Dot): void => {
      const line = lineNamed(dot.line, geometry);
      // Without motion a message is a short mark where it arrives.
      if (line !== undefined)
        drawDot(context, dotPlace(dot, line, isStill() && !isPast ? dot.endMs : picture.nowMs), {
          shape: dot.shape,
          colors: colors(),
          radius,
        });
    };
    const { faint, clear } = splitDots(picture.dots);
    context.globalAlpha = faintAlpha;
    faint.forEach(drawOne);
    context.globalAlpha = 1;
    clear.forEach(drawOne);
    return streams.length > 0;
  }
}
