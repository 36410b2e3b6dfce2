import type { Millis } from '../../../core/model.ts';

/** Part of a request's or answer's JSON that is carried along as it is. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a bad release does wrong. Times count from the start of its container. */
export interface Fault {
	/** Until it is at its worst. */
	readonly rises: Millis;
	/** The share of requests that fail at the worst, 0..1. */
	readonly errors: number;
	/** How long a failing request takes. */
	readonly slow: Millis;
	/** When its health check and `/health` begin to fail. */
	readonly sick?: Millis;
	/** When its memory is full and it is killed; give or take a fifth. */
	readonly full?: Millis;
	/** When it ends by itself, and with which exit code. */
	readonly ends?: { readonly after: Millis; readonly code: number };
}

/** What runs in the containers of an image: all that they do is computed from it. */
export interface Program {
	readonly kind: 'api' | 'web' | 'worker' | 'postgres' | 'redis';
	readonly release: string;
	readonly fault?: Fault;
	/** Its exit code when it is asked to stop (0 unless given); `ignores`: it has to be killed. */
	readonly onStop?: number | 'ignores';
}

/** An image of a simulated engine, with what runs in it. */
export interface DemoImage {
	/** `sha256:…` */
	readonly id: string;
	readonly tags: readonly string[];
	/** `repository@sha256:…` */
	readonly digests: readonly string[];
	readonly created: Millis;
	readonly tagged: Millis;
	readonly size: number;
	/** The `Config` of its inspect answer. */
	readonly config: Fields;
	readonly program: Program;
}

/** A volume or a folder of the host in a container. `anonymous`: made with it, and goes with it when that is wanted. */
export interface Mount {
	readonly type: 'volume' | 'bind';
	readonly name: string;
	readonly at: string;
	readonly mode: string;
	readonly writable: boolean;
	readonly anonymous: boolean;
}

/** A container's end of a network; `address` and what belongs to it only while it runs. */
export interface Endpoint {
	readonly given: Fields;
	readonly network: string;
	readonly id: string;
	readonly address: string;
}

/** One time that a container ran, from start to end. */
export interface Life {
	readonly from: Millis;
	readonly to?: Millis;
	readonly code?: number;
}

/** What a container's health check says. */
export type Health = 'none' | 'starting' | 'healthy' | 'unhealthy';

/** A container of a simulated engine. */
export interface Container {
	readonly id: string;
	readonly name: string;
	readonly created: Millis;
	readonly image: string;
	readonly config: Fields;
	readonly hostConfig: Fields;
	readonly mounts: readonly Mount[];
	/** The host's ports that it publishes, as `ADDRESS:PORT/PROTOCOL`. */
	readonly ports: readonly string[];
	/** By the network's name. */
	readonly networks: Readonly<Record<string, Endpoint>>;
	readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'exited';
	readonly pid: number;
	readonly exit: number;
	readonly oom: boolean;
	readonly error: string;
	readonly started?: Millis;
	readonly finished?: Millis;
	/** How often its policy started it again. */
	readonly restarts: number;
	/** Stopped by a person: its policy does not start it again. */
	readonly byHand: boolean;
	/** How long its policy waited last, and when it starts it again. */
	readonly backOff: Millis;
	readonly again?: Millis;
	/** The health that the last event told. */
	readonly health: Health;
	/** The newest times that it ran, oldest first. */
	readonly lives: readonly Life[];
}

/** A network of a simulated engine. */
export interface Network {
	readonly id: string;
	readonly name: string;
	readonly driver: 'bridge' | 'host' | 'null';
	/** `172.18.0` for 172.18.0.0/16; empty where there are no addresses. */
	readonly base: string;
	readonly prefix: number;
	readonly created: Millis;
	readonly labels: Fields;
}

/** A volume of a simulated engine. */
export interface Volume {
	readonly name: string;
	readonly created: Millis;
}

/** A container that fails while another one of its host is away: which share of its requests, and the error in its log. */
export interface Lean {
	readonly who: string;
	readonly on: string;
	readonly share: number;
	readonly says: string;
}

/** A line of the event stream. */
export interface EngineEvent {
	readonly seq: number;
	readonly at: Millis;
	readonly type: 'container' | 'image' | 'network' | 'volume';
	readonly action: string;
	readonly id: string;
	readonly attributes: Readonly<Record<string, string>>;
}

/**
 * A simulated Docker engine as one value: nothing in it moves by itself, `step` brings it to a time and `handle` answers
 * a request with the engine as it is afterwards. Maps are in the order in which things were made.
 */
export interface Engine {
	readonly host: string;
	readonly seed: number;
	/** When its machine was started. */
	readonly booted: Millis;
	/** Counts what was made: ids and events come from it. */
	readonly serial: number;
	readonly containers: ReadonlyMap<string, Container>;
	readonly images: ReadonlyMap<string, DemoImage>;
	readonly networks: ReadonlyMap<string, Network>;
	readonly volumes: ReadonlyMap<string, Volume>;
	/** The newest 256, as a real engine keeps them. */
	readonly events: readonly EngineEvent[];
	/** Missing: nobody leans on anybody. */
	readonly leans?: readonly Lean[];
	/** Nothing happens by itself before this time; Infinity: never. */
	readonly due: Millis;
}

/** A request, `path` with its query. `body`: its JSON, parsed. */
export interface EngineRequest {
	readonly method: string;
	readonly path: string;
	readonly body?: unknown;
}

/** What the engine says. `text`, `bytes`: an answer that is no JSON. */
export interface EngineAnswer {
	readonly status: number;
	readonly json?: unknown;
	readonly text?: string;
	readonly bytes?: Uint8Array;
}

/** The engine after a request, and its answer. */
export interface Outcome {
	readonly engine: Engine;
	readonly answer: EngineAnswer;
}

/** A request that found its handler. `of`: what the path names; `query` as in the address. */
export interface Asked {
	readonly of: string;
	readonly query: URLSearchParams;
	readonly body: unknown;
	readonly now: Millis;
}

/** What answers one kind of request. */
export type Handler = (engine: Engine, asked: Asked) => Outcome;
