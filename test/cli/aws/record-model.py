"""Writes recorded/model.txt.gz: what botocore's models of IAM and STS say, from which the AWS CLI makes its commands.

Run: python3 test/cli/aws/record-model.py   (botocore 1.43.11 made what is there)

A line for each operation: service, name, command, structure of its parameters, structure of its answer, lists that pages
are made of. A line for each structure: its members with `!` when required, their types with least length or value
and the values of an enumeration.
"""
import gzip
from pathlib import Path

import botocore.session
from botocore import xform_name


def describe(shape, structures):
    least = f">={shape.metadata['min']}" if 'min' in shape.metadata else ''
    if shape.type_name == 'structure':
        if shape.name not in structures:
            structures[shape.name] = None
            structures[shape.name] = ' '.join(
                f"{name}{'!' if name in shape.required_members else ''}:{describe(member, structures)}"
                for name, member in shape.members.items()
            )
        return f'@{shape.name}'
    if shape.type_name == 'list':
        return f'[{describe(shape.member, structures)}]{least}'
    if shape.type_name == 'map':
        return '{' + describe(shape.value, structures) + '}'
    values = f"({'|'.join(shape.enum)})" if getattr(shape, 'enum', None) else ''
    kind = 'policy' if shape.name == 'policyDocumentType' else shape.type_name
    return f'{kind}{values}{least}'


def lines(session, service):
    model = session.get_service_model(service)
    pages = session.get_paginator_model(service)._paginator_config
    structures = {}
    for name in model.operation_names:
        operation = model.operation_model(name)
        shapes = [describe(s, structures) if s else '-' for s in (operation.input_shape, operation.output_shape)]
        keys = pages.get(name, {}).get('result_key', [])
        yield ' '.join([service, name, xform_name(name, '-'), *shapes, *([keys] if isinstance(keys, str) else keys)])
    for name, members in structures.items():
        yield f'{service}@{name} {members}'.rstrip()


session = botocore.session.get_session()
text = '\n'.join(line for service in ('iam', 'sts') for line in lines(session, service))
compressed = gzip.compress(text.encode() + b'\n', mtime=0)
(Path(__file__).parent / 'recorded' / 'model.txt.gz').write_bytes(compressed)
