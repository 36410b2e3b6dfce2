import { usualConfig, versions } from './defaults.ts';
import { stamp } from './fields.ts';
import { fullRef, imageOf } from './find.ts';
import { hexOf } from './ids.ts';
import { layersJson } from './inspect.ts';
import { done, refused } from './outcome.ts';
import type { DemoImage, Fields, Handler } from './types.ts';

/** The parts of an image's `Config` that are always there. */
export const usualImageConfig: Fields = { ...usualConfig, Labels: null };

function imageJson(image: DemoImage): unknown {
	return {
		Id: image.id,
		RepoTags: image.tags,
		RepoDigests: image.digests,
		Parent: '',
		Comment: '',
		Created: stamp(image.created),
		Container: '',
		ContainerConfig: usualImageConfig,
		DockerVersion: versions.engine,
		Author: '',
		Config: { ...usualImageConfig, ...image.config },
		Architecture: 'amd64',
		Os: 'linux',
		Size: image.size,
		VirtualSize: image.size,
		GraphDriver: layersJson(image.id),
		RootFS: { Type: 'layers', Layers: [`sha256:${hexOf(image.id, 'rootfs')}`] },
		Metadata: { LastTagTime: stamp(image.tagged) },
	};
}

function rowOf(image: DemoImage): unknown {
	return {
		Containers: -1,
		Created: Math.floor(image.created / 1000),
		Id: image.id,
		Labels: image.config['Labels'] ?? null,
		ParentId: '',
		RepoDigests: image.digests.length > 0 ? image.digests : null,
		RepoTags: image.tags.length > 0 ? image.tags : null,
		SharedSize: -1,
		Size: image.size,
		VirtualSize: image.size,
	};
}

/** `GET /images/NAME/json`. */
export const inspectImage: Handler = (engine, { of }) => {
	const image = imageOf(engine, of);
	if (image === undefined) {
		return refused(engine, 404, `no such image: ${of}: No such image: ${fullRef(of)}`);
	}
	return done(engine, 200, imageJson(image));
};

/** `GET /images/json`: newest first. */
export const listImages: Handler = (engine) => {
	const images = [...engine.images.values()].sort((one, other) => other.created - one.created);
	return done(engine, 200, images.map(rowOf));
};
