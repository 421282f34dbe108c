// An app that has no framework.
import { Construct } from 'constructs';
import { HssConnection } from 'cdktf-hss';

new HssConnection(new Construct(undefined, ''), 'hss');
