import type { ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api.js';
import type { Flow } from '#shared/flow/flow.ts';
import { nodeId, type BoxId } from '../boxIds.ts';
import { connectionsOf } from '../geometry/connections.ts';
import type { Point, Size } from '../geometry/line.ts';
import { groupPadding } from '../groups/groupEdits.ts';
import { innermostGroup, withMembers } from '../groups/members.ts';
import type { Placed } from '../groups/rects.ts';
import { clustersOf, type Cluster } from './cluster.ts';

/** What is laid out, in ELK's words, and what must be known to read the answer. */
export interface TidyGraph {
  graph: ElkNode;
  /** By React Flow's id: everything that gets a new place. */
  chosen: ReadonlyMap<string, Placed>;
  clusters: readonly Cluster[];
}

export interface Drawn {
  flow: Flow;
  placed: ReadonlyMap<string, Placed>;
  /** Measured sizes of the wires' labels, by line. */
  labels: ReadonlyMap<string, Size>;
}

/** Room above a group for its title. */
export const titleRoom = 30;
/** Network simplex draws straighter wires; with hundreds of boxes it takes three times as long. */
const mostForExact = 80;
const between = { boxes: 40, layers: 110, mostLayers: 260 } as const;

/**
 * Layers from left to right along the wires, drivers first; real sizes; what stands in a group stays in it. `boxes` are what to
 * tidy, with what stands in the groups among them; without it everything is. Pure.
 */
export function tidyGraph({ flow, placed, labels }: Drawn, boxes?: readonly BoxId[]): TidyGraph {
  const ids = boxes === undefined ? undefined : new Set(withMembers(boxes, placed).map(nodeId));
  const chosen = new Map([...placed].filter(([id]) => ids === undefined || ids.has(id)));
  const parentOf = new Map([...chosen].map(([id, each]) => [id, innermostGroup(each, chosen)?.box.id]));
  const sameArea = (a: Placed, b: Placed): boolean => parentOf.get(nodeId(a.box)) === parentOf.get(nodeId(b.box));
  const clusters = clustersOf(
    [...chosen.values()].toSorted((a, b) => a.rect.y - b.rect.y || a.rect.x - b.rect.x),
    sameArea,
  );
  const hasGroups = [...chosen.values()].some(({ box }) => box.part === 'groups');
  const placement = clusters.length > mostForExact ? 'BRANDES_KOEPF' : 'NETWORK_SIMPLEX';
  const options = {
    ...optionsFor(labels),
    'elk.layered.nodePlacement.strategy': placement,
    ...(hasGroups ? {} : keepsOrder),
  };
  const childrenOf = (group: string | undefined): ElkNode[] => [
    ...clusters.filter(({ core }) => parentOf.get(nodeId(core.box)) === group).map((each) => leaf(each, group)),
    ...[...chosen.values()]
      .filter(({ box }) => box.part === 'groups' && parentOf.get(nodeId(box)) === group)
      .map((each) => compound(each, childrenOf(each.box.id), options)),
  ];
  const graph: ElkNode = {
    id: 'root',
    // Where wires cross the border of a group all is one piece; else ELK packs what is not connected, side by side.
    layoutOptions: { ...options, ...(hasGroups ? { 'elk.hierarchyHandling': 'INCLUDE_CHILDREN' } : {}) },
    children: childrenOf(undefined),
    edges: edgesOf(flow, chosen),
  };
  return { graph, chosen, clusters };
}

/** Wires need room for their labels between two layers. */
function optionsFor(labels: ReadonlyMap<string, Size>): LayoutOptions {
  const widest = Math.max(0, ...[...labels.values()].map(({ width }) => width));
  const layers = Math.min(between.mostLayers, Math.max(between.layers, Math.ceil(widest + 60)));
  return {
    'elk.algorithm': 'layered',
    'elk.direction': 'RIGHT',
    'elk.spacing.nodeNode': String(between.boxes),
    'elk.spacing.componentComponent': String(between.boxes * 2),
    'elk.layered.spacing.nodeNodeBetweenLayers': String(layers),
    'elk.aspectRatio': '1.8',
  };
}

/**
 * Boxes of a layer keep the order they had from top to bottom, so that tidying what is tidy changes nothing. ELK 0.12 breaks on
 * it ("Cannot read properties of undefined") where there are compounds.
 */
const keepsOrder: LayoutOptions = { 'elk.layered.considerModelOrder.strategy': 'PREFER_NODES' };

function leaf({ core, size, wiresAt }: Cluster, group: string | undefined): ElkNode {
  const id = nodeId(core.box);
  const node: ElkNode = { id, ...size };
  if (core.box.part === 'notes') return node;
  return {
    ...node,
    ports: [
      { id: portIn(id), x: 0, y: wiresAt },
      { id: portOut(id), x: core.rect.width, y: wiresAt },
    ],
    layoutOptions: {
      'elk.portConstraints': 'FIXED_POS',
      // ELK knows no first layer across the border of a group.
      ...(core.box.part === 'drivers' && group === undefined
        ? { 'elk.layered.layering.layerConstraint': 'FIRST' }
        : {}),
    },
  };
}

function compound({ box, rect }: Placed, children: ElkNode[], options: LayoutOptions): ElkNode {
  const id = nodeId(box);
  if (children.length === 0) return { id, width: rect.width, height: rect.height + titleRoom };
  const side = groupPadding;
  const padding = `[top=${titleRoom + side},left=${side},bottom=${side},right=${side}]`;
  return { id, children, layoutOptions: { ...options, 'elk.padding': padding } };
}

function edgesOf(flow: Flow, chosen: ReadonlyMap<string, Placed>): ElkExtendedEdge[] {
  return connectionsOf(flow).flatMap(({ id, kind, from, to }): ElkExtendedEdge[] => {
    const source = kind === 'drives' ? `drivers:${from}` : endOf(from, chosen);
    const target = endOf(to, chosen);
    if (source === undefined || target === undefined || source === target || !chosen.has(source)) return [];
    return [{ id, sources: [portOut(source)], targets: [portIn(target)] }];
  });
}

/** As everywhere, a wire's end is looked up among services first. */
function endOf(id: string, chosen: ReadonlyMap<string, Placed>): string | undefined {
  return (['services', 'brokers', 'externals', 'registries'] as const)
    .map((part) => nodeId({ part, id }))
    .find((node) => chosen.has(node));
}

const portIn = (id: string): string => `in ${id}`;
const portOut = (id: string): string => `out ${id}`;

/** Where ELK has put everything, groups with their titles included, by React Flow's id. */
export function placesOf(graph: ElkNode): Map<string, { at: Point; size: Size }> {
  const places = new Map<string, { at: Point; size: Size }>();
  const walk = (node: ElkNode, origin: Point): void => {
    for (const child of node.children ?? []) {
      const at = { x: origin.x + (child.x ?? 0), y: origin.y + (child.y ?? 0) };
      places.set(child.id, { at, size: { width: child.width ?? 0, height: child.height ?? 0 } });
      walk(child, at);
    }
  };
  walk(graph, { x: 0, y: 0 });
  return places;
}
