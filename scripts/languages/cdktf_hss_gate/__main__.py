from cdktf_hss_gate import main

main()
