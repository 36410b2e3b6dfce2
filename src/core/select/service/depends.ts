import { type Dependencies, dependenciesIn } from '../../engine/depends.ts';
import type { Service } from '../../model.ts';
import type { State } from '../../state.ts';
import { conditionOf } from '../fleet/facts.ts';
import { conditionTones, conditionWords } from '../rows/words.ts';
import { lineOf, piece, type TextLine } from '../text/line.ts';

/** A service below the one that it hangs on. */
interface Node {
	readonly id: string;
	readonly depth: number;
}

/** What hangs on a service, directly or through others, each once, under the first one through which it does. */
function tree(id: string, below: (id: string) => readonly string[]): readonly Node[] {
	const seen = new Set([id]);
	const walk = (of: string, depth: number): readonly Node[] =>
		below(of).flatMap((next) => {
			if (seen.has(next)) return [];
			seen.add(next);
			return [{ id: next, depth }, ...walk(next, depth + 1)];
		});
	return walk(id, 0);
}

function nodeLine({ id, depth }: Node, state: State): TextLine {
	const { is } = conditionOf(state, id);
	const name = state.services[id]?.name ?? id;
	return [piece(`${'  '.repeat(depth)}${conditionWords[is].padEnd(11)} `, conditionTones[is]), piece(name, 'bold')];
}

function lines(head: string, nodes: readonly Node[], state: State): readonly TextLine[] {
	return nodes.length === 0
		? [lineOf(`${head} nothing`, 'dim')]
		: [lineOf(head, 'dim'), ...nodes.map((node) => nodeLine(node, state))];
}

/** Who depends on a service, as a tree with how each stands, and on what it depends itself. */
export function dependsLines({ id, environment, platform }: Service, state: State): readonly TextLine[] {
	if (platform !== 'compose')
		return [lineOf('not known: only Docker Compose writes on containers what depends on what', 'dim')];
	const near = Object.values(state.services).filter((one) => one.environment === environment);
	const known: Dependencies = dependenciesIn(near);
	return [
		...lines('on it depends', tree(id, known.dependants), state),
		...lines('it depends on', tree(id, known.needs), state),
	];
}
