import { failed } from '../../core/failed.ts';
import type { Millis, Result } from '../../core/model.ts';
import { walkName } from '../../core/runbook/call.ts';
import type { Carrier, Command, Piece, Request, Response, Running } from '../carrier.ts';
import { reasonOf } from '../failure.ts';
import type { Engine } from './engine/types.ts';
import { askEngine, type EngineDoor } from './engine-carrier.ts';
import { hostText } from './host-facts.ts';
import { scriptText } from './scripts/answer.ts';
import type { Shell } from './shell/model.ts';
import { runScript } from './shell/run.ts';
import { type Sites, sitesOf, webAnswer, webPeer } from './web.ts';
import { askHost, lockHost } from './world.ts';

async function* both(out: string, err: string): AsyncGenerator<Piece> {
	if (out !== '') yield { from: 'out', bytes: Buffer.from(out) };
	if (err !== '') yield { from: 'err', bytes: Buffer.from(err) };
}

function ran(code: number, out: string, err = ''): Result<Running> {
	return { ok: true, value: { pieces: both(out, err), code: Promise.resolve({ ok: true, value: code }) } };
}

/** The shell of a host, whose commands see it and may change it. */
function shellOn(box: EngineDoor['box'], now: Millis): Shell {
	return {
		now,
		host: box.host,
		put: box.put,
		ask: (request) => {
			const { host, answer } = askHost(box.host(), request, now);
			box.put(host);
			return answer;
		},
	};
}

/** Runs the scripts that watchdeck has, known by the word after the script, and the few commands of runbooks that are answered here. */
function exec({ box, time }: EngineDoor, { argv }: Command): Result<Running> {
	const now = time.now();
	const script = argv[0] === 'sh' && argv[1] === '-c' ? argv[3] : undefined;
	if (script === 'watchdeck-host') return ran(0, hostText(box.host().engine, now, box.host().locks, box.host().cache));
	if (script === 'watchdeck-lock') {
		const { host, came } = lockHost(box.host(), argv.slice(4), now);
		box.put(host);
		return ran(came.code, came.out, came.err);
	}
	if (script === 'watchdeck-dataset')
		return ran(1, '', 'there is no data on a simulated host that could be backed up\n');
	const { began, engine } = box.host();
	const { host, seed, booted } = engine;
	const text = script && scriptText(script, { host, seed, began, booted, now }, argv.slice(4));
	if (text !== undefined) return ran(0, text);
	if (script === walkName) {
		const { code, out, err } = runScript(argv[7] ?? '', shellOn(box, now));
		return ran(code, out, err);
	}
	return ran(127, '', `${argv[0] ?? ''}: not found (this host is simulated)\n`);
}

/** The sites of an engine, kept for as long as it stays the same. */
function makeSites(): (engine: Engine) => Sites {
	let known: { readonly engine: Engine; readonly sites: Sites } | undefined;
	return (engine) => {
		if (known?.engine !== engine) known = { engine, sites: sitesOf(engine) };
		return known.sites;
	};
}

async function http(
	{ box, time }: EngineDoor,
	sites: (engine: Engine) => Sites,
	{ url }: Request,
	signal: AbortSignal,
): Promise<Result<Response>> {
	const { engine } = box.host();
	const { hostname, pathname, protocol, host } = new URL(url);
	const container = sites(engine).get(hostname);
	if (container === undefined) {
		const fix = 'Check that its container runs.';
		return failed(
			'unreachable',
			`GET ${protocol}//${host}${pathname}: nothing listens there (connection refused).`,
			fix,
		);
	}
	const { code, type, text, takes } = webAnswer(engine, container, pathname, time.now());
	await time.wait(takes, signal);
	if (signal.aborted) return { ok: false, failure: reasonOf(signal) };
	return { ok: true, value: { code, headers: { 'content-type': type }, pieces: both(text, '') } };
}

const nothingListens = (name: string, port: number): Result<never> =>
	failed('unreachable', `${name} port ${port}: nothing listens there (this host is simulated).`);

/** A simulated host, reached like any other. Nothing of it lies outside this program. */
export function makeDemoCarrier(door: EngineDoor): Carrier {
	const sites = makeSites();
	return {
		exec: async (command, signal) => (signal.aborted ? { ok: false, failure: reasonOf(signal) } : exec(door, command)),
		engine: (request, signal) => askEngine(door, request, signal),
		http: (request, signal) => http(door, sites, request, signal),
		dial: async ({ name, port }) => nothingListens(name, port),
		shows: async ({ name, port }) => {
			const { engine, began } = door.box.host();
			if (port !== 443 || !sites(engine).has(name)) return nothingListens(name, port);
			return { ok: true, value: webPeer(name, began) };
		},
		close: async () => undefined,
	};
}
