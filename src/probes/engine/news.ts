import type { Chunk } from '../../core/call.ts';
import { type Bulk, type ContainerEvent, readEvent } from '../../core/engine/events.ts';
import type { EngineFacts } from '../../core/engine/facts.ts';
import { readList } from '../../core/engine/list.ts';
import { readAbout } from '../../core/engine/swarm/member.ts';
import type { Failure, Instance, Millis, Result } from '../../core/model.ts';
import { type Get, inspected } from './ask.ts';
import { readSwarm } from './swarm.ts';
import { imagesOf } from './whole.ts';

/** A container of whose processes one was killed for memory dies at once; a later death has another cause. */
const oomMatters: Millis = 10_000;

/** What is to be looked into. `oom`: it dies of memory. */
export type News = (ContainerEvent & { readonly oom?: true }) | Bulk;
/** News, or a stream that broke. */
export type Line = Result<News>;

/** The events of a stream that change what is shown. */
export async function* eventsIn(
	host: string,
	stream: AsyncIterable<Chunk | { readonly failure: Failure }>,
): AsyncGenerator<Line> {
	const ooms = new Map<string, Millis>();
	for await (const chunk of stream) {
		if ('failure' in chunk) {
			yield { ok: false, failure: chunk.failure };
			return;
		}
		const line = readEvent(host, chunk.text);
		if (!line.ok) yield line;
		else if (line.value !== undefined)
			yield { ok: true, value: typeof line.value === 'string' ? line.value : withOom(ooms, line.value) };
	}
}

function withOom(ooms: Map<string, Millis>, event: ContainerEvent): ContainerEvent & { readonly oom?: true } {
	const { id, action, at } = event;
	if (action === 'oom') ooms.set(id, at);
	const killed = ooms.get(id);
	if (action !== 'die' || killed === undefined) return event;
	ooms.delete(id);
	return at - killed <= oomMatters ? { ...event, oom: true } : event;
}

/** What the list says of a container that cannot be looked at. */
async function fromList(host: string, id: string, ask: Get): Promise<Result<Instance | 'gone'>> {
	const filters = encodeURIComponent(JSON.stringify({ id: [id] }));
	const answer = await ask(`/containers/json?all=1&filters=${filters}`);
	if (!answer.ok) return answer;
	const listed = readList(host, answer.value.text);
	return listed.ok
		? { ok: true, value: listed.value.find(({ instance }) => instance.id === id)?.instance ?? 'gone' }
		: listed;
}

async function instanceOf(host: string, { id, action }: ContainerEvent, ask: Get): Promise<Result<Instance | 'gone'>> {
	if (action === 'destroy') return { ok: true, value: 'gone' };
	const looked = await inspected(host, id, ask);
	return looked.ok || looked.failure.kind !== 'garbled' ? looked : fromList(host, id, ask);
}

/** The images as they are now; one event says too little of which names are left. */
async function imageNews(host: string, ask: Get): Promise<Result<Omit<EngineFacts, 'asked'>>> {
	const images = await imagesOf(host, ask);
	const value = { host, whole: false, containers: [] };
	return { ok: true, value: images === undefined ? value : { ...value, images } };
}

/** The Swarm as its manager says it now; nothing where the engine manages none any more. */
async function swarmNews(host: string, ask: Get): Promise<Result<Omit<EngineFacts, 'asked'>>> {
	const about = await ask('/info');
	const swarm = about.ok ? readAbout(about.value.text).swarm : undefined;
	const value = { host, whole: false, containers: [] };
	if (swarm?.cluster === undefined) return { ok: true, value };
	return { ok: true, value: { ...value, swarm: await readSwarm(host, swarm.cluster, ask) } };
}

/**
 * What an event means: the container as it is now, or that it is gone. It is looked at at once, which takes the engine a
 * few milliseconds, so that the truth is shown also where events come late or twice.
 */
export async function newsOf(host: string, event: News, ask: Get): Promise<Result<Omit<EngineFacts, 'asked'>>> {
	if (event === 'images') return imageNews(host, ask);
	if (event === 'swarm') return swarmNews(host, ask);
	const one = await instanceOf(host, event, ask);
	if (!one.ok) return one;
	const { id, action, exit, oom } = event;
	const partial = { host, whole: false } as const;
	const news =
		one.value === 'gone' ? { ...partial, containers: [], gone: [id] } : { ...partial, containers: [one.value] };
	if (action !== 'die') return { ok: true, value: news };
	const ended = [{ id, ...(exit === undefined ? {} : { exit }), ...(oom === undefined ? {} : { oom }) }];
	return { ok: true, value: { ...news, ended } };
}
