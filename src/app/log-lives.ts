import type { EngineFacts } from '../core/engine/facts.ts';
import { anotherTurn, type Life, lifeAfter, lifeOf, type Turn } from '../core/logs/life.ts';
import type { Instance } from '../core/model.ts';
import type { Batch } from './log-batch.ts';
import type { LogWanted, Tap } from './log-taps.ts';

/** What is known of the containers of an engine after news of it. `ended`: how processes ended, as this news says it. */
export interface EngineNews extends Pick<EngineFacts, 'host' | 'ended'> {
	readonly containers: Readonly<Record<string, Instance>>;
}

/** Marks in a log what becomes of a container. */
export interface LifeMarks {
	/** Its lines begin where there were those of another one. */
	readonly another: () => void;
	readonly heard: (news: EngineNews) => void;
}

interface Telling {
	readonly redact: (text: string) => string;
	/** Something became of it. */
	readonly turned: () => void;
}

/** Follows the life of the container whose log this is; none where it is no container, or a time that is past. */
export const makeLifeMarks = (
	{ name, container, until }: Tap,
	{ mark }: Pick<Batch, 'mark'>,
	{ merged = false, redact, turned }: Pick<LogWanted, 'merged'> & Telling,
): LifeMarks | undefined => {
	if (container === undefined || until !== undefined) return undefined;
	let life: Life = lifeOf(container);
	const of = merged && container.name !== name ? `${name}: ` : '';
	const say = ({ at, text }: Turn): void => mark(redact(`${of}${text}`), at);
	return {
		another: () => say(anotherTurn(container)),
		heard: ({ host, containers, ended }) => {
			if (host !== container.host) return;
			const end = ended?.find(({ id }) => id === container.id);
			const after = lifeAfter(life, containers[container.id], end);
			life = after.life;
			for (const turn of after.turns) say(turn);
			if (after.turns.length > 0) turned();
		},
	};
};

/** Whether the lines of a part that joins a log since then come from another container, and not from one that was only found late. */
export const isAnother = (
	{ container, until }: Tap,
	{ since, known }: { readonly since: number; readonly known: readonly string[] },
	{ taps, merged }: LogWanted,
): boolean => {
	if (container === undefined || until !== undefined) return false;
	const isNew = container.created !== undefined && container.created > since;
	if (merged === true) return isNew;
	const wanted = new Set(taps.map(({ key }) => key));
	return known.length > 0 && (isNew || known.some((key) => !wanted.has(key)));
};
