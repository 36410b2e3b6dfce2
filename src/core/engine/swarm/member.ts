import { z } from 'zod';
import { jsonOf, maybeText } from '../answer.ts';

/** What an engine says of itself that outlasts its containers. */
export interface About {
	/** What it calls itself, of all engines. */
	readonly id?: string;
	/** Its place in a Swarm, where it has one. `cluster`: the Swarm's id, where it is a manager that may be asked. */
	readonly swarm?: { readonly node: string; readonly cluster?: string };
}

const idSchema = z.object({ ID: z.string().min(1).max(200) });
const swarmSchema = z.object({
	Swarm: z.object({
		NodeID: z.string().min(1).max(100),
		LocalNodeState: z.literal('active'),
		ControlAvailable: z.boolean().nullish(),
		Cluster: z.object({ ID: maybeText }).nullish(),
	}),
});

/** What is needed of `GET /info`; each part is missing where the answer has none that makes sense. */
export function readAbout(text: string): About {
	const json = jsonOf(text, 'What an engine says of itself');
	if (!json.ok) return {};
	const id = idSchema.safeParse(json.value).data?.ID;
	const swarm = swarmSchema.safeParse(json.value).data?.Swarm;
	const cluster = swarm?.ControlAvailable === true ? swarm.Cluster?.ID : undefined;
	return {
		...(id === undefined ? {} : { id }),
		...(swarm === undefined ? {} : { swarm: { node: swarm.NodeID, ...(cluster ? { cluster } : {}) } }),
	};
}
