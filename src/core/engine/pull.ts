import { z } from 'zod';
import { bytes } from '../format.ts';
import { jsonOf } from './answer.ts';

/** What the engine tells of a pull, a line at a time (moby, pkg/jsonmessage; Docker Engine API 1.41, `POST /images/create`). */
const lineSchema = z.object({
	id: z.string().max(200).optional(),
	status: z.string().max(1_000).optional(),
	progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).nullish(),
	error: z.string().optional(),
});
type Line = z.infer<typeof lineSchema>;

/** How far one layer of an image is: what the engine calls it, and bytes where it counts them. */
export interface Layer {
	readonly id: string;
	readonly state: string;
	readonly done?: number;
	readonly of?: number;
}

/** As much of what the engine said goes into a sentence, in UTF-16 units. */
const most = 300;
/** An image has 127 layers at the most; what is more is none. */
const mostLayers = 200;
const layerId = /^[0-9a-f]{12}$/;

function lineOf(text: string): Line | undefined {
	if (text.trim() === '') return undefined;
	const json = jsonOf(text, 'What the engine says of a pull');
	return json.ok ? lineSchema.safeParse(json.value).data : undefined;
}

/** Why a pull failed: the engine answers 200 as soon as it begins, and tells a failure in the stream. Undefined while it did not. */
export function pullVerdict(text: string): string | undefined {
	for (const each of text.split('\n')) {
		const error = lineOf(each)?.error;
		if (error !== undefined) return error.slice(0, most).replace(/\s+/g, ' ').trim() || 'it gave no reason';
	}
	return undefined;
}

/** Whether a line only counts bytes: of such there are thousands, and the next one says more. */
export function onlyCounts(text: string): boolean {
	const line = lineOf(text);
	return line?.error === undefined && line?.progressDetail?.current !== undefined;
}

/** The layers after one more line of the stream. */
export function layersAfter(layers: readonly Layer[], text: string): readonly Layer[] {
	const { id, status, progressDetail } = lineOf(text) ?? {};
	if (id === undefined || status === undefined || !layerId.test(id)) return layers;
	const { current, total } = progressDetail ?? {};
	const layer: Layer = {
		...{ id, state: status },
		...(current === undefined ? {} : { done: current }),
		...(total === undefined || total <= 0 ? {} : { of: total }),
	};
	const at = layers.findIndex((one) => one.id === id);
	if (at === -1) return layers.length < mostLayers ? [...layers, layer] : layers;
	return layers.with(at, layer);
}

/** Whether a layer is there: nothing more of it comes over the network. */
export function isThere({ state }: Pick<Layer, 'state'>): boolean {
	return state === 'Pull complete' || state === 'Already exists';
}

const create = /^(?:\/v[\d.]+)?\/images\/create\?(.*)$/;

/** The name that an order of this path pulls: `REPOSITORY@DIGEST` or `REPOSITORY:TAG`; undefined where it is no pull. */
export function pulledName(path: string): string | undefined {
	const query = new URLSearchParams(create.exec(path)?.[1] ?? '');
	const [from, tag] = [query.get('fromImage'), query.get('tag')];
	return from === null || tag === null ? undefined : `${from}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`;
}

/** So many layers that are under way have a row of their own. */
const mostRows = 8;

function countText(layers: readonly Layer[]): string {
	const counted = layers.filter((layer) => !isThere(layer) && layer.of !== undefined);
	const done = counted.reduce((sum, layer) => sum + (layer.done ?? 0), 0);
	const of = counted.reduce((sum, layer) => sum + (layer.of ?? 0), 0);
	const again = layers.some(({ state }) => state.startsWith('Retrying')) ? ', the line broke: it is tried again' : '';
	return `${of === 0 ? '' : `, ${bytes(done)} of ${bytes(of)} under way`}${again}`;
}

function layerRow({ id, state, done, of }: Layer): string {
	const counted = done === undefined || of === undefined ? '' : `  ${bytes(done)} of ${bytes(of)}`;
	return `${id}  ${state}${counted}`;
}

/** How far a pull is: in one line, then the layers that are under way, a line each. */
export function layerRows(layers: readonly Layer[]): readonly string[] {
	const under = layers.filter((layer) => !isThere(layer));
	const there = layers.length - under.length;
	const rows = under.slice(0, mostRows).map(layerRow);
	const hidden = under.length - rows.length;
	const more = hidden === 0 ? [] : [`and ${hidden} more ${hidden === 1 ? 'layer' : 'layers'}`];
	return [
		`${there} of ${layers.length} ${layers.length === 1 ? 'layer' : 'layers'}${countText(layers)}`,
		...rows,
		...more,
	];
}
