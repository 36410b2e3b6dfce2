import type { Millis } from '../../../core/model.ts';
import { labelsOf, textOf } from './fields.ts';
import { hexOf } from './ids.ts';
import type { Container, DemoImage, Engine, EngineEvent } from './types.ts';
import { nextOf } from './when.ts';

/** As many events as a real engine keeps. */
const kept = 256;

/** The engine with an event more. */
export function told(engine: Engine, event: Omit<EngineEvent, 'seq'>): Engine {
	const serial = engine.serial + 1;
	return { ...engine, serial, events: [...engine.events.slice(1 - kept), { seq: serial, ...event }] };
}

/** An event of a container: it carries its name, its image and all its labels. */
export function toldOf(
	engine: Engine,
	container: Container,
	action: string,
	now: Millis,
	more: Readonly<Record<string, string>> = {},
): Engine {
	const { Labels, Image } = container.config;
	const attributes = { ...labelsOf(Labels), image: textOf(Image), name: container.name, ...more };
	return told(engine, { at: now, type: 'container', action, id: container.id, attributes });
}

/** An event of an image; `name`: what was tagged, or its id. */
export function toldOfImage(engine: Engine, image: DemoImage, action: string, name: string, at: Millis): Engine {
	const attributes = { ...labelsOf(image.config['Labels']), name };
	return told(engine, { at, type: 'image', action, id: image.id, attributes });
}

/** A new id, and the engine that will not give it again. */
export function withId(engine: Engine, of: string): { readonly engine: Engine; readonly id: string } {
	const serial = engine.serial + 1;
	return { engine: { ...engine, serial }, id: hexOf(engine.seed, engine.host, of, serial) };
}

/** The engine with this container as it is now, in its old place or as the newest. */
export function withContainer(engine: Engine, container: Container): Engine {
	const containers = new Map(engine.containers).set(container.id, container);
	const next = nextOf(container, engine.images.get(container.image));
	return { ...engine, containers, due: Math.min(engine.due, next?.at ?? Number.POSITIVE_INFINITY) };
}
