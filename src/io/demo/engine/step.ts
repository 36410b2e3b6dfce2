import type { Millis } from '../../../core/model.ts';
import { healthAt } from './health.ts';
import { ended, started } from './life.ts';
import { toldOf, withContainer } from './tell.ts';
import type { Container, Engine } from './types.ts';
import { type Happening, nextOf } from './when.ts';

interface Next {
	readonly container: Container;
	readonly what: Happening;
}

function firstDue(engine: Engine): Next | undefined {
	let first: Next | undefined;
	for (const container of engine.containers.values()) {
		const what = nextOf(container, engine.images.get(container.image));
		if (what !== undefined && (first === undefined || what.at < first.what.at)) first = { container, what };
	}
	return first;
}

function happened(engine: Engine, { container, what }: Next): Engine {
	switch (what.is) {
		case 'ends':
			return ended(engine, container, what, what.at);
		case 'comes back': {
			const came = started(engine, container, what.at, true);
			if (came.ok) return came.engine;
			// What cannot start is not tried again, as in moby.
			const { again: _, ...so } = { ...container, state: 'exited' as const, exit: 128, error: came.message };
			return withContainer(came.engine, so);
		}
		case 'turns': {
			const health = healthAt(container, engine.images.get(container.image), what.at);
			const so = { ...container, health };
			return toldOf(withContainer(engine, so), so, `health_status: ${health}`, what.at);
		}
	}
}

/** The engine at a time not before its own: all that happens by itself until then has happened, in order. */
export function stepEngine(engine: Engine, now: Millis): Engine {
	let so = engine;
	while (so.due <= now) {
		const next = firstDue(so);
		const due = next?.what.at ?? Number.POSITIVE_INFINITY;
		so = next === undefined || due > now ? { ...so, due } : happened(so, next);
	}
	return so;
}
