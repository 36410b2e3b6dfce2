import { failed } from '../../core/failed.ts';
import { lockKeyOf } from '../../core/lock.ts';
import type { Instance, Result, Service } from '../../core/model.ts';

/** Where a service of a Compose project comes from, as the labels of its containers tell it (docker.md §3). */
export interface Project {
	readonly host: string;
	readonly project: string;
	readonly service: string;
	/** The project's folder on its host; its files, as their tool was told them, and its files of variables. */
	readonly dir: string;
	readonly files: readonly string[];
	readonly envFiles: readonly string[];
	/** The version of the tool that made its containers, and the hash of its config then. */
	readonly version: string;
	readonly hash: string;
	/** What the lock of the service is called. */
	readonly key: string;
}

const labelOf = ({ labels }: Instance, name: string) => labels[`com.docker.compose.${name}`] ?? '';
const listOf = (text: string) => text.split(',').filter((part) => part !== '');

/**
 * Its files from the project's folder. 1.29 notes them as they were given where it was called (`-f shop/compose.yaml`), and as the folder
 * that of the first one: what both have in common tells where that was.
 */
export function filesFrom(dir: string, files: readonly string[]): readonly string[] {
	const [first = ''] = files;
	const folder = first.replace(/^(?:\.\/+)+/, '').replace(/\/*[^/]*$/, '');
	if (first.startsWith('/') || folder === '' || !dir.endsWith(`/${folder}`)) return files;
	const called = dir.slice(0, -folder.length - 1);
	return files.map((file) => (file.startsWith('/') ? file : `${called}/${file}`));
}

/** The project of a service; refused where its labels do not tell where its files are. */
export function projectOf(of: Service, first: Instance): Result<Project> {
	const project = labelOf(first, 'project');
	const service = labelOf(first, 'service');
	const dir = labelOf(first, 'project.working_dir');
	const files = filesFrom(dir, listOf(labelOf(first, 'project.config_files')));
	const fix = `Do it with Compose where its files are: up -d --no-deps ${service === '' ? 'SERVICE' : service}.`;
	// `cd -` would lead elsewhere.
	if (project === '' || service === '' || !dir.startsWith('/') || files.length === 0) {
		return failed('refused', `The labels of ${first.name} do not say where the files of its Compose project are.`, fix);
	}
	if (files.includes('-')) {
		return failed('refused', `The config of the Compose project ${project} came from no file but a pipe.`, fix);
	}
	const value = {
		...{ host: first.host, project, service, dir, files },
		envFiles: listOf(labelOf(first, 'project.environment_file')),
		version: labelOf(first, 'version'),
		hash: labelOf(first, 'config-hash'),
		key: lockKeyOf(of),
	};
	return { ok: true, value };
}

/** The labels that all containers of a service of a project bear, but those of `run`. */
export function groupLabels({ project, service }: Project): Readonly<Record<string, string>> {
	return {
		'com.docker.compose.project': project,
		'com.docker.compose.service': service,
		'com.docker.compose.oneoff': 'False',
	};
}
