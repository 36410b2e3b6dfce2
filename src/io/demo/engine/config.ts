import { usualConfig } from './defaults.ts';
import { fieldsOf, textOf, textsOf } from './fields.ts';
import type { Fields } from './types.ts';

const usual: Fields = { ...usualConfig, Labels: {} };
const known = new Set([...Object.keys(usual), 'ExposedPorts', 'Healthcheck', 'StopSignal', 'StopTimeout', 'Shell']);

function envOf(own: readonly string[], image: readonly string[]): readonly string[] {
	const names = new Set(own.map((each) => each.split('=')[0]));
	return [...own, ...image.filter((each) => !names.has(each.split('=')[0]))];
}

/** Cmd and Entrypoint: an own Entrypoint does away with the image's Cmd. Source: moby `daemon/commit.go`, merge. */
function commandOf(own: Fields, image: Fields): Fields {
	const given = textsOf(own['Cmd']);
	if (textsOf(own['Entrypoint']).length > 0) return { Entrypoint: own['Entrypoint'], Cmd: own['Cmd'] ?? null };
	const Cmd = given.length > 0 ? given : (image['Cmd'] ?? null);
	return { Entrypoint: image['Entrypoint'] ?? null, Cmd };
}

function unionOf(own: unknown, image: unknown): Fields | undefined {
	const both = { ...fieldsOf(image), ...fieldsOf(own) };
	return Object.keys(both).length > 0 ? both : undefined;
}

/** The `Config` of a container: what was asked for, filled up from its image as the engine does it. */
export function mergedConfig(body: Fields, image: Fields): Fields {
	const own = Object.fromEntries(Object.entries(body).filter(([name]) => known.has(name)));
	const ports = unionOf(own['ExposedPorts'], image['ExposedPorts']);
	const check = own['Healthcheck'] ?? image['Healthcheck'];
	const signal = textOf(own['StopSignal']) || textOf(image['StopSignal']);
	const env = envOf(textsOf(own['Env']), textsOf(image['Env']));
	const { ExposedPorts: _, Healthcheck: __, StopSignal: ___, ...rest } = own;
	return {
		...usual,
		...rest,
		...commandOf(own, image),
		Env: env.length > 0 ? env : null,
		User: textOf(own['User']) || textOf(image['User']),
		WorkingDir: textOf(own['WorkingDir']) || textOf(image['WorkingDir']),
		Volumes: unionOf(own['Volumes'], image['Volumes']) ?? null,
		Labels: unionOf(own['Labels'], image['Labels']) ?? {},
		...(ports === undefined ? {} : { ExposedPorts: ports }),
		...(check === undefined || check === null ? {} : { Healthcheck: check }),
		...(signal === '' ? {} : { StopSignal: signal }),
	};
}

/** The words that are run. */
export function commandWords(config: Fields): readonly string[] {
	return [...textsOf(config['Entrypoint']), ...textsOf(config['Cmd'])];
}
