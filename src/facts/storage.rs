//! Which fact is which number, text or list of the rules of volumes.

use super::rulebook::numbers;

numbers! {
    /// Numbers of EFS, EBS, S3 and FSx as volumes, and which of them goes where.
    Storage {
        /// Base throughput of EFS in Bursting mode, KiB/s for each GiB.
        efs_base_kib_per_s_gib: "efs.bursting_base",
        /// A read counts as one of so many parts of a write.
        efs_read_factor: "efs.read_factor",
        /// Least base throughput of EFS, MiB/s.
        efs_base_min_mib_per_s: "efs.base_min",
        /// Throughput of EFS with credits, MiB/s for each TiB.
        efs_burst_mib_per_s_tib: "efs.burst",
        /// Least throughput of EFS with credits, MiB/s.
        efs_burst_min_mib_per_s: "efs.burst_min",
        /// Most credits of EFS, TiB; for each TiB where it holds more than one.
        efs_credit_max_tib: "efs.credit_max",
        /// Most reads in Bursting mode, GiB/s.
        efs_burst_read_max_gib_per_s: "efs.burst_read_max",
        /// Most writes in Bursting mode, GiB/s.
        efs_burst_write_max_gib_per_s: "efs.burst_write_max",
        /// Most reads with Elastic throughput, GiB/s.
        efs_elastic_read_max_gib_per_s: "efs.elastic_read_max",
        /// Most writes with Elastic throughput, GiB/s.
        efs_elastic_write_max_gib_per_s: "efs.elastic_write_max",
        /// Most reads with Provisioned throughput, GiB/s.
        efs_provisioned_read_max_gib_per_s: "efs.provisioned_read_max",
        /// Most writes with Provisioned throughput, GiB/s.
        efs_provisioned_write_max_gib_per_s: "efs.provisioned_write_max",
        /// USD per GB and month in EFS Standard.
        efs_gb_month: "efs.gb_month",
        /// USD per GB and month in EFS One Zone.
        efs_one_zone_gb_month: "efs.one_zone_gb_month",
        /// USD per GB read with Elastic throughput.
        efs_elastic_read_gb: "efs.elastic_read_gb",
        /// USD per GB written with Elastic throughput.
        efs_elastic_write_gb: "efs.elastic_write_gb",
        /// USD per month for each MiB/s ordered of EFS above what is earned.
        efs_provisioned_month: "efs.provisioned_month",
        /// IOPS of every gp3 volume.
        gp3_iops: "ebs.gp3_iops",
        /// Most IOPS of a gp3 volume.
        gp3_iops_max: "ebs.gp3_iops_max",
        /// Most IOPS of a gp3 volume for each GiB.
        gp3_iops_gib: "ebs.gp3_iops_gib",
        /// Throughput of every gp3 volume, MiB/s.
        gp3_mib_per_s: "ebs.gp3_throughput",
        /// Most throughput of a gp3 volume, MiB/s.
        gp3_mib_per_s_max: "ebs.gp3_throughput_max",
        /// Most throughput of a gp3 volume for each of its IOPS, MiB/s.
        gp3_mib_s_iops: "ebs.gp3_throughput_iops",
        /// Largest gp3 volume, GiB.
        gp3_gib_max: "ebs.gp3_size_max",
        /// Base IOPS of a gp2 volume for each GiB.
        gp2_iops_gib: "ebs.gp2_iops_gib",
        /// Least base IOPS of a gp2 volume.
        gp2_iops_min: "ebs.gp2_iops_min",
        /// Most IOPS of a gp2 volume.
        gp2_iops_max: "ebs.gp2_iops_max",
        /// IOPS of a gp2 volume with credits.
        gp2_burst_iops: "ebs.gp2_burst",
        /// Most I/O credits of a gp2 volume.
        gp2_credits: "ebs.gp2_credits",
        /// Largest gp2 volume with the lower throughput, GiB.
        gp2_small_gib: "ebs.gp2_small",
        /// Throughput of such a volume, MiB/s.
        gp2_small_mib_per_s: "ebs.gp2_throughput_small",
        /// Throughput of larger gp2 volumes, MiB/s.
        gp2_mib_per_s: "ebs.gp2_throughput",
        /// Largest gp2 volume, GiB.
        gp2_gib_max: "ebs.gp2_size_max",
        /// Most IOPS of an io2 volume.
        io2_iops_max: "ebs.io2_iops_max",
        /// Most IOPS of an io2 volume for each GiB.
        io2_iops_gib: "ebs.io2_iops_gib",
        /// Least IOPS of an io2 volume.
        io2_iops_min: "ebs.io2_iops_min",
        /// Throughput of an io2 volume for each of its IOPS, MiB/s.
        io2_mib_s_iops: "ebs.io2_throughput_iops",
        /// Most throughput of an io2 volume, MiB/s.
        io2_mib_per_s_max: "ebs.io2_throughput_max",
        /// Smallest io2 volume, GiB.
        io2_gib_min: "ebs.io2_size_min",
        /// Largest io2 volume, GiB.
        io2_gib_max: "ebs.io2_size_max",
        /// USD per GB and month of a gp3 volume.
        gp3_gb_month: "ebs.gp3_gb_month",
        /// USD per month for each IOPS of gp3 above those included.
        gp3_iops_month: "ebs.gp3_iops_month",
        /// USD per month for each MiB/s of gp3 above those included.
        gp3_mib_s_month: "ebs.gp3_throughput_month",
        /// USD per GB and month of a gp2 volume.
        gp2_gb_month: "ebs.gp2_gb_month",
        /// USD per GB and month of an io2 volume.
        io2_gb_month: "ebs.io2_gb_month",
        /// USD per month for each IOPS of io2 in the first step of its price.
        io2_iops_month: "ebs.io2_iops_month",
        /// IOPS in that step.
        io2_first_step_iops: "ebs.io2_first_step",
        /// USD per GB and month in S3 Standard.
        s3_gb_month: "s3.gb_month",
        /// USD for a thousand PUT requests.
        s3_put_thousand: "s3.put_thousand",
        /// USD for a thousand GET requests.
        s3_get_thousand: "s3.get_thousand",
        /// S3 Files carries a changed file to the bucket after such a pause, s.
        s3_files_export_s: "s3.files_export",
        /// USD per GB and month on the fast storage of S3 Files.
        s3_files_gb_month: "s3.files_gb_month",
        /// USD per GB read from it.
        s3_files_read_gb: "s3.files_read_gb",
        /// USD per GB written to it.
        s3_files_write_gb: "s3.files_write_gb",
        /// USD per GB and month in FSx for Lustre.
        lustre_gb_month: "fsx.lustre_gb_month",
        /// Smallest FSx for Lustre file system, GiB, and the step to the next.
        lustre_step_gib: "volumes.lustre_step",
        /// Step of larger ones, GiB.
        lustre_large_step_gib: "volumes.lustre_large_step",
        /// An ONTAP file system in two zones fails over in less, s.
        ontap_failover_s: "volumes-course.ontap_failover",
    }
    texts {
        /// Where ECS has one EBS volume.
        ebs_ecs_since: "ebs.ecs_since",
        /// What becomes of a task's EBS volume in a service.
        ebs_after_service_task: "ebs.after_service_task",
        /// Who creates a task's EBS volume.
        ebs_role: "roles.ebs",
        /// How EKS Fargate takes EFS.
        efs_fargate: "volumes-course.efs_fargate",
        /// How EFS is reached in each zone.
        efs_zones: "efs.zones",
        /// Since when S3 Files exists.
        s3_files_since: "s3.files_since",
        /// The role that mounts S3 Files on ECS.
        s3_files_role: "s3.files_role",
        /// What AWS says of S3 Files on EC2.
        s3_files_ec2: "s3.files_ec2",
        /// The driver that mounts S3 Files on EKS.
        s3_files_driver: "volumes-course.s3_files_driver",
        /// How Mountpoint for S3 is used on EKS.
        s3_mountpoint: "volumes-course.mountpoint",
        /// What App Runner says of state.
        app_runner_state: "app-runner-course.state",
        /// How FSx for ONTAP is used with ECS.
        ontap_ecs: "fsx.ontap",
        /// Driver of FSx for Lustre on EKS.
        lustre_driver: "volumes-course.lustre_driver",
        /// Driver of FSx for ONTAP on EKS.
        ontap_driver: "volumes-course.ontap_driver",
        /// Binding mode that waits for the pod.
        binding: "volumes-course.binding",
        /// Provisioner of EBS.
        ebs_provisioner: "volumes-course.ebs_provisioner",
        /// Provisioner of EBS in EKS Auto Mode.
        ebs_provisioner_auto: "volumes-course.ebs_provisioner_auto",
        /// Provisioner of EFS.
        efs_provisioner: "volumes.efs_provisioner",
        /// Name of the Mountpoint for S3 driver.
        mountpoint_driver: "volumes.mountpoint_driver",
        /// Provisioner of FSx for Lustre.
        lustre_provisioner: "volumes.lustre_provisioner",
        /// Provisioner of FSx for ONTAP.
        ontap_provisioner: "volumes.ontap_provisioner",
    }
    lists {
        /// Platforms of ECS that mount EFS.
        efs_ecs: "volumes.efs_ecs",
        /// Platforms of ECS that mount EBS.
        ebs_ecs: "volumes.ebs_ecs",
        /// Platforms of ECS with bind mounts.
        bind_mount_ecs: "volumes.bind_mount_ecs",
        /// Platforms of ECS with Docker volumes.
        docker_ecs: "volumes.docker_ecs",
        /// Platforms of ECS that mount FSx for Windows.
        fsx_windows_ecs: "volumes.fsx_windows_ecs",
        /// Platforms of ECS that mount FSx for ONTAP.
        fsx_ontap_ecs: "volumes.fsx_ontap_ecs",
        /// Platforms of ECS that mount FSx for Lustre.
        fsx_lustre_ecs: "volumes.fsx_lustre_ecs",
        /// Platforms of ECS that mount S3 Files.
        s3_files_ecs: "volumes.s3_files_ecs",
        /// Platforms of EKS that mount EFS.
        efs_eks: "volumes.efs_eks",
        /// Platforms of EKS that mount EBS.
        ebs_eks: "volumes.ebs_eks",
        /// Platforms of EKS with a folder for the containers of a pod.
        bind_mount_eks: "volumes.bind_mount_eks",
        /// Platforms of EKS that mount FSx for Lustre.
        fsx_lustre_eks: "volumes.fsx_lustre_eks",
        /// Platforms of EKS that mount FSx for ONTAP.
        fsx_ontap_eks: "volumes.fsx_ontap_eks",
        /// Platforms of EKS that mount FSx for OpenZFS.
        fsx_openzfs_eks: "volumes.fsx_openzfs_eks",
        /// Platforms of EKS that mount S3 Files.
        s3_files_eks: "volumes.s3_files_eks",
        /// Platforms of EKS that mount a bucket by Mountpoint.
        s3_mountpoint_eks: "volumes.s3_mountpoint_eks",
        /// Pairs of volume and platform that are not settled.
        unsettled: "volumes.unsettled",
        /// Volumes of Windows tasks on EC2.
        windows_ecs_ec2: "volumes.windows_ecs_ec2",
        /// Volumes of Windows tasks on Fargate.
        windows_ecs_fargate: "volumes.windows_ecs_fargate",
        /// Volumes that Windows containers on EKS cannot mount.
        not_windows_eks: "volumes.not_windows_eks",
        /// Volumes with many writers on several hosts.
        shared: "volumes.shared",
        /// Volumes that stay in one zone.
        one_zone: "volumes.one_zone",
    }
}
